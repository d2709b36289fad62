import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createAlipay } from '#adapters/alipay/alipay.ts';
import type { Control } from '#adapters/alipay/stand-in/faults.ts';
import { makeKeys, type StandInKeys } from '#adapters/alipay/stand-in/keys.ts';
import type { StandInOptions } from '#adapters/alipay/stand-in/office.ts';
import { createAlipayStandIn } from '#adapters/alipay/stand-in/server.ts';

/** Making RSA keys takes a while: once a test file. */
export const alipayKeys = makeKeys();

/** What proves both sides to each other, by certificates. */
export const certificatesOf = (keys: StandInKeys) => ({
  appCertContent: keys.app.certificate,
  alipayPublicCertContent: keys.alipay.certificate,
  alipayRootCertContent: keys.rootCertificate,
});
const alipayAccount = { appId: '2021000000000001', sellerId: '2088000000000001' };

interface Options extends Partial<StandInOptions> {
  notifyUrl?: string;
  patienceMs?: number;
}

/** The stand-in on a port of its own, and our adapter that talks to it. */
export async function startAlipay({ notifyUrl, patienceMs = 30_000, ...options }: Options = {}) {
  const { server, office } = createAlipayStandIn({ ...alipayAccount, keys: alipayKeys, ...options });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const account = {
    ...alipayAccount,
    privateKey: alipayKeys.app.privateKey,
    credentials: certificatesOf(alipayKeys),
    gateway: `${url}/gateway.do`,
    patienceMs,
    notifyUrl,
  };
  return {
    url,
    office,
    account,
    payments: createAlipay(account),
    misbehave: (control: Partial<Control>) => office.obey(control),
    fault: (method: string, kind: NonNullable<Control['faults']>[number]['kind'], more: object = {}) =>
      office.obey({ faults: [{ method, kind, times: 1, ms: 0, code: 'ACQ.SYSTEM_ERROR', ...more }] }),
    async close(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
export type Alipay = Awaited<ReturnType<typeof startAlipay>>;

/** Somebody who is told of payments, and answers as the test says. */
export async function startMerchant() {
  const told: { fields: Record<string, string>; at: number }[] = [];
  const answers: string[] = [];
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    told.push({ fields: Object.fromEntries(new URLSearchParams(await text(request))), at: Date.now() });
    response.end(answers.shift() ?? 'success');
  }
  const server = createServer((request, response) => void take(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`,
    told,
    answers,
    async close(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
