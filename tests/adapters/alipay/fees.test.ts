import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startAlipay, type Alipay } from '#tests/kit/alipay.ts';

let alipay: Alipay;
const now = Date.UTC(2026, 1, 20, 4); // noon in China
beforeAll(async () => void (alipay = await startAlipay({ now: () => now, earlyBills: true })));
afterAll(() => alipay.close());

async function paid(number: string, fen: number): Promise<void> {
  await alipay.payments.openTrade({ number, fen, subject: 's', expiresAt: new Date(now + 60_000) });
  alipay.misbehave({ pay: number });
}
const back = (number: string, refundNumber: string, fen: number) =>
  alipay.payments.refund({ number, refundNumber, fen, reason: 'r' });
/** Fees of the day, as our adapter reads them. */
async function feesOf(number: string): Promise<number[]> {
  const bill = await alipay.payments.dailyBill('2026-02-20');
  if (bill.state !== 'ready' && bill.state !== 'partial') throw new Error(bill.state);
  const serials = (alipay.office.state.trades[number]?.fees ?? []).map((one) => one.number);
  return bill.rows.filter((row) => row.kind === 'fee' && serials.includes(row.number)).map(({ fen }) => fen);
}

test('nothing is charged where nothing is said', async () => {
  await paid('free', 500_00);
  alipay.misbehave({ feeRate: 60 });
  await back('free', 'r-free', 500_00);
  expect(await feesOf('free')).toEqual([]);
});

test.each([
  [500_00, [-300]],
  [250, [-2]], // half a fen is one
  [249, [-1]],
  [84, [-1]],
  [83, []],
])('of %i fen so much is charged', async (fen, fees) => {
  await paid(`t${fen}`, fen);
  expect(await feesOf(`t${fen}`)).toEqual(fees);
});

test('a refund in parts gives back the fee in parts, in the end all of it', async () => {
  await paid('parts', 100_00);
  await back('parts', 'r1', 33_33);
  await back('parts', 'r1', 33_33);
  expect(await feesOf('parts')).toEqual([-60, 20]);
  await back('parts', 'r2', 66_66);
  expect(await feesOf('parts')).toEqual([-60, 20, 40]);
  await back('parts', 'r3', 1);
  expect(await feesOf('parts')).toEqual([-60, 20, 40]);
});

test('the account holds what came in less what was charged', async () => {
  alipay.misbehave({ funds: 0 });
  const held = () => Object.values(alipay.office.state.trades);
  const rest = held().reduce((sum, { fen, refunds, fees = [] }) => {
    const moved = [...fees, ...refunds.map((one) => ({ fen: -one.fen }))];
    return sum + moved.reduce((all, one) => all + one.fen, fen);
  }, 0);
  const payee = { account: 'a', name: 'n' };
  const send = (number: string, fen: number) => alipay.payments.transfer({ number, fen, title: 't', payee });
  expect(await send('more', rest + 1)).toMatchObject({ state: 'failed', code: 'PAYER_BALANCE_NOT_ENOUGH' });
  expect(await send('all', rest)).toMatchObject({ state: 'done' });
});
