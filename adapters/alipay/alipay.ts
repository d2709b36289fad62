import type { Payments } from '#domain/ports/payments.ts';
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
