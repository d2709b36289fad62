import { expect, test } from '@jest/globals';
import { paymentsOf } from '#adapters/alipay/connect.ts';
import { makeKeys } from '#adapters/alipay/stand-in/keys.ts';
import { readSettings, SettingsError } from '#adapters/env.ts';

const keys = makeKeys();
const app = {
  ALIPAY_APP_ID: '2021000000000001',
  ALIPAY_PRIVATE_KEY: keys.app.privateKey,
  ALIPAY_SELLER_ID: '2088000000000001',
  ALIPAY_GATEWAY: 'http://127.0.0.1:9/gateway.do',
};
const certificates = {
  ALIPAY_APP_CERT: keys.app.certificate,
  ALIPAY_CERT: keys.alipay.certificate,
  ALIPAY_ROOT_CERT: keys.rootCertificate,
};
const connected = (settings: Record<string, string>) => paymentsOf(readSettings(settings));

test.each([
  ['by certificates', certificates],
  ['by its public key', { ALIPAY_PUBLIC_KEY: keys.alipay.publicKey }],
])('Alipay is known %s', async (_name, credentials) => {
  const payments = connected({ ...app, ...credentials });
  expect(await payments.queryTrade('n')).toEqual({ state: 'unknown', reason: 'no_answer' });
});

test('without an app nothing is paid', async () => {
  expect(await connected({}).queryTrade('n')).toMatchObject({ state: 'unknown', reason: 'ALIPAY_APP_ID is not set' });
});

test.each(Object.keys(certificates))('all certificates are set, or none: without %s it is refused', (name) => {
  const { [name as keyof typeof certificates]: _, ...rest } = certificates;
  const settings = { ...app, ALIPAY_PUBLIC_KEY: keys.alipay.publicKey, ...rest };
  expect(() => connected(settings)).toThrow(SettingsError);
  expect(() => connected(settings)).toThrow('all three, or none');
});

test.each(['ALIPAY_PRIVATE_KEY', 'ALIPAY_SELLER_ID', 'ALIPAY_PUBLIC_KEY'])('an app needs %s', (name) => {
  const all: Record<string, string> = { ...app, ALIPAY_PUBLIC_KEY: keys.alipay.publicKey };
  delete all[name];
  expect(() => connected(all)).toThrow(SettingsError);
});

test('a certificate that is none is refused', () => {
  expect(() => connected({ ...app, ...certificates, ALIPAY_CERT: keys.alipay.publicKey })).toThrow('ALIPAY_CERT');
});
