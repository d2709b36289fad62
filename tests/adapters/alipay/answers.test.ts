import { describe, expect, test } from '@jest/globals';
import { createRefunds } from '#adapters/alipay/refunds.ts';
import { createTrades } from '#adapters/alipay/trades.ts';
import type { Gateway } from '#adapters/alipay/gateway.ts';

type Answer = Record<string, string | undefined>;

/** A gateway that answers the same to whatever it is asked. */
const saying = (answer: Answer): Pick<Gateway, 'call' | 'pageUrl'> => ({
  call: async () => ({ answer: { code: '10000', ...answer } }),
  pageUrl: () => '',
});

const queryTrade = (answer: Answer) => createTrades(saying(answer)).queryTrade('n');
const queryRefund = (answer: Answer) => createRefunds(saying(answer)).queryRefund({ number: 'n', refundNumber: 'r' });

describe('an answer to the query of a trade', () => {
  const paid = {
    out_trade_no: 'n',
    trade_no: 't',
    trade_status: 'TRADE_SUCCESS',
    total_amount: '5.00',
    send_pay_date: '2026-11-27 12:00:00',
  };

  test.each([
    ['that it was paid', 'TRADE_SUCCESS'],
    ['that it was paid so long ago that nothing can be given back', 'TRADE_FINISHED'],
    ['that it was paid and given back in full', 'TRADE_CLOSED'],
  ])('%s is believed', async (_name, trade_status) => {
    const paidAt = new Date('2026-11-27T12:00:00+08:00');
    expect(await queryTrade({ ...paid, trade_status })).toEqual({ state: 'paid', tradeNumber: 't', fen: 5_00, paidAt });
  });

  test('that it was closed without a payment is believed', async () => {
    const closed = { trade_status: 'TRADE_CLOSED', send_pay_date: undefined };
    expect(await queryTrade({ ...paid, ...closed })).toEqual({ state: 'closed' });
  });

  test.each([
    ['about another trade', { out_trade_no: 'm' }, 'another_trade'],
    ['of a status that nobody knows', { trade_status: 'TRADE_X' }, 'unknown_status'],
    ['without a sum', { total_amount: '' }, 'unreadable_answer'],
    ['without the time of payment', { send_pay_date: '' }, 'unreadable_answer'],
  ])('%s leaves it unknown', async (_name, change, reason) => {
    expect(await queryTrade({ ...paid, ...change })).toEqual({ state: 'unknown', reason });
  });
});

describe('an answer to the query of a refund', () => {
  const done = { out_request_no: 'r', refund_amount: '5.00', refund_status: 'REFUND_SUCCESS' };

  test('that it was made is believed', async () => {
    expect(await queryRefund(done)).toEqual({ state: 'done', fen: 5_00 });
  });

  test.each([
    ['about another refund', { out_request_no: 'q' }],
    ['without a status', { refund_status: undefined }],
    ['that is still under way', { refund_status: 'REFUND_PROCESSING' }],
    ['without a sum', { refund_amount: '' }],
  ])('%s is none', async (_name, change) => {
    expect(await queryRefund({ ...done, ...change })).toEqual({ state: 'absent' });
  });
});
