import type { Payments, Unknown } from '#domain/ports/payments.ts';
import { createBills } from './bills.ts';
import { createGateway, type AlipayAccount } from './gateway.ts';
import { readNotification } from './notification.ts';
import { createRefunds } from './refunds.ts';
import { createTrades } from './trades.ts';
import { createTransfers } from './transfers.ts';

/** Payments by Alipay; `sellerId` is the account that the money goes to (2088…). */
export function createAlipay(account: AlipayAccount & { sellerId: string }): Payments {
  const gateway = createGateway(account);
  return {
    ...createTrades(gateway),
    ...createRefunds(gateway),
    ...createTransfers(gateway),
    ...createBills(gateway),
    readNotification: (fields) => readNotification(gateway.sdk, account, fields),
  };
}

const nobody = async (): Promise<Unknown> => ({ state: 'unknown', reason: 'ALIPAY_APP_ID is not set' });

/** Where no account is set: nothing can be bought or paid out, and no notification is believed. */
export const noPayments: Payments = {
  openTrade: nobody,
  queryTrade: nobody,
  closeTrade: nobody,
  refund: nobody,
  queryRefund: nobody,
  transfer: nobody,
  queryTransfer: nobody,
  dailyBill: nobody,
  readNotification: () => undefined,
};
