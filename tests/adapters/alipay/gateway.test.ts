import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createGateway, type Gateway } from '#adapters/alipay/gateway.ts';
import { makeKeys } from '#adapters/alipay/stand-in/keys.ts';
import { createSignatures } from '#adapters/alipay/stand-in/signature.ts';

const keys = makeKeys();
const { envelope } = createSignatures(keys);
const method = 'alipay.fund.trans.uni.transfer';

let [server, gateway, written]: [Server?, Gateway?, string?] = [];
beforeAll(async () => {
  server = createServer((_request, response) => void response.end(written)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  gateway = createGateway({
    appId: '2021000000000001',
    privateKey: keys.app.privateKey,
    credentials: { alipayPublicKey: keys.alipay.publicKey },
    gateway: `http://127.0.0.1:${port}/gateway.do`,
  });
});
afterAll(() => void server?.close());

async function replyTo(text: string) {
  written = text;
  return gateway?.call(method, {});
}
const said = (code: string, sub_code?: string) => ({ code, ...(sub_code && { sub_code }) });

describe('an answer of the gateway', () => {
  test.each([said('10000'), said('40004', 'PAYEE_NOT_EXIST'), said('40004', 'ACQ.TRADE_NOT_EXIST')])(
    '%j is known',
    async (answer) => {
      expect(await replyTo(envelope({ method }, answer))).toEqual({ answer });
    },
  );

  test.each([
    ['40004', 'SYSTEM_ERROR'],
    ['40004', 'ACQ.SYSTEM_ERROR'],
    ['40004', 'REQUEST_PROCESSING'],
    ['20000', 'isp.unknow-error'],
    ['20000', 'aop.unknow-error'],
    ['20000', 'isp.other'],
    ['20001', 'aop.invalid-auth-token'],
    ['40001', 'isv.missing-signature'],
    ['40002', 'isv.missing-app-cert-sn'],
    ['40003', 'isv.no-permission'],
    ['40005', 'isv.app-call-limited'],
    ['40006', 'isv.insufficient-isv-permissions'],
  ])('%s %s leaves unknown what was done', async (code, sub) => {
    expect(await replyTo(envelope({ method }, said(code, sub)))).toEqual({ unknown: sub });
  });

  test.each(['20000', '40004'])('%s without a reason does, too', async (code) => {
    expect(await replyTo(envelope({ method }, said(code)))).toEqual({ unknown: code });
  });

  test('to an app that Alipay does not know is told by its reason', async () => {
    const error_response = { ...said('40002', 'isv.invalid-app-id'), msg: 'Invalid Arguments' };
    expect(await replyTo(JSON.stringify({ error_response }))).toEqual({ unknown: 'isv.invalid-app-id' });
  });

  test.each([
    ['without a signature', JSON.stringify({ alipay_fund_trans_uni_transfer_response: said('10000') })],
    ['to another question', envelope({ method: 'alipay.trade.query' }, said('10000'))],
    ['with another text than was signed', envelope({ method }, said('40004', 'A')).replace('"A"', '"B"')],
    ['with a reason that is none', JSON.stringify({ error_response: said('40002', 'not a code\n') })],
    ['that is no JSON', '<html>'],
  ])('%s is none', async (_name, text) => {
    expect(await replyTo(text)).toEqual({ unknown: 'no_answer' });
  });
});
