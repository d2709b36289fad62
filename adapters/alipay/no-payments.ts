import type { Payments, Unknown } from '#domain/ports/payments.ts';

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
