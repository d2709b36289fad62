import type { Defect } from '../plant.ts';

export const payments: readonly Defect[] = [
  {
    name: 'a notification for another seller counts',
    file: 'adapters/alipay/notification.ts',
    find: 'seller_id !== ours.sellerId ||',
    put: '',
    tests: ['tests/adapters/alipay/notifications.test.ts'],
  },
  {
    name: 'the signature of a notification is not looked at',
    file: 'adapters/alipay/notification.ts',
    find: 'if (!isSigned(sdk, fields)) return undefined;',
    put: '',
    tests: ['tests/api/vfine/payments.test.ts'],
  },
  {
    name: 'a notification that comes again is a fault',
    file: 'domain/orders/payment-notices.ts',
    find: "await em.upsert(PaymentNotice, row, { onConflictFields: ['notifyId'], onConflictAction: 'ignore' });",
    put: 'await em.insert(PaymentNotice, row);',
    tests: ['tests/api/vfine/payments.test.ts'],
  },
  {
    name: 'a payment of another sum pays the order',
    file: 'domain/orders/settle-order.ts',
    find: ' || order.totalFen !== payment.fen',
    put: '',
    tests: ['tests/activities/business/orders.test.ts'],
  },
  {
    name: 'a second payment of an order is kept',
    file: 'domain/orders/settle-order.ts',
    find: "return order.paymentNumber === payment.tradeNumber ? 'paid' : 'late';",
    put: "return 'paid';",
    tests: ['tests/activities/business/orders.test.ts'],
  },
  {
    name: 'an order is closed without asking whether it was paid',
    file: 'workflows/order-payment/payment.ts',
    find: "    if (news.state === 'paid') return settle(life, news.payment);\n    if (news.state === 'unknown') continue;",
    put: "    if (news.state === 'unknown') continue;",
    tests: ['tests/workflows/order-races.test.ts'],
  },
  {
    name: 'what the provider says of another trade is believed',
    file: 'adapters/alipay/trades.ts',
    find: "if (answer['out_trade_no'] !== number) return unknown('another_trade');",
    put: '',
    tests: ['tests/adapters/alipay/answers.test.ts'],
  },
  {
    name: "the provider's own trouble counts as a refusal",
    file: 'adapters/alipay/gateway.ts',
    find: '&& !isTrouble(sub)',
    put: '',
    tests: ['tests/adapters/alipay/gateway.test.ts'],
  },
  {
    name: 'the commission is rounded in favour of the seller',
    file: 'domain/orders/commission.plan.ts',
    find: 'Math.floor(',
    put: 'Math.round(',
    tests: ['tests/domain/orders/commission.test.ts'],
  },
];
