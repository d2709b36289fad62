import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKeys, type StandInKeys } from '#adapters/alipay/stand-in/keys.ts';
import type { Settings } from '#adapters/env.ts';
import { findFreePorts } from '../setup/ports.ts';
import { nothing } from './log-lines.ts';
import { alipayProgram, apiUrl } from './parts.ts';
import type { Supervisor } from './supervisor.ts';

/** Who the stand-in takes us for. */
export const standInAccount = { appId: '2021000000000001', sellerId: '2088000000000001' };

const keysFile = (folder: string): string => join(folder, 'certified-keys.json');

/** The keys and certificates of both sides, made at the first start. */
export function readKeys(folder: string): StandInKeys {
  const file = keysFile(folder);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as StandInKeys;
  const keys = makeKeys();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}

/** True where the embedded set-up pays with no money: with services of one's own nothing is paid unasked. */
export const hasPaymentStandIn = ({ ALIPAY_APP_ID, DATABASE_URL }: Settings): boolean =>
  !ALIPAY_APP_ID && !DATABASE_URL;

/** Stands in for Alipay where no account is set; answers what our processes must know of it. */
export async function standInForAlipay(settings: Settings, supervisor: Supervisor): Promise<Record<string, string>> {
  const { ENSEMBLE_DATA, ALIPAY_STAND_IN_SPEED: speed } = settings;
  if (!hasPaymentStandIn(settings)) return {};
  const port = await findFreePorts(1);
  const folder = join(ENSEMBLE_DATA, 'alipay');
  const keys = readKeys(folder);
  supervisor.start({ alipay: alipayProgram(process.env, { port, folder, speed }) }, nothing);
  return {
    ALIPAY_GATEWAY: `http://127.0.0.1:${port}/gateway.do`,
    ALIPAY_APP_ID: standInAccount.appId,
    ALIPAY_SELLER_ID: standInAccount.sellerId,
    ALIPAY_PRIVATE_KEY: keys.app.privateKey,
    ALIPAY_APP_CERT: keys.app.certificate,
    ALIPAY_CERT: keys.alipay.certificate,
    ALIPAY_ROOT_CERT: keys.rootCertificate,
    ALIPAY_NOTIFY_URL: `${apiUrl(settings)}/vfine/v1/payments/alipay/notify`,
  };
}
