/** A fault that somebody might make: one place of the code, what would stand there, and the tests that should notice. */
export interface Defect {
  name: string;
  file: string;
  find: string;
  put: string;
  tests: readonly string[];
}

const refunds = 'tests/api/vfine/refunds';
const ledger = 'tests/domain/ledger';
const transfers = ['tests/activities/io/transfers', 'tests/workflows/takeout'];

export const defects: readonly Defect[] = [
  {
    name: 'a transfer that is tried again gets a new number',
    file: 'activities/io/transfers.ts',
    find: 'const number = transferNumberOf(takeoutId);',
    put: "const number = `${transferNumberOf(takeoutId)}${activityInfo().attempt > 1 ? activityInfo().attempt : ''}`;",
    tests: transfers,
  },
  {
    name: 'a transfer is sent again without asking what became of it',
    file: 'activities/io/transfers.ts',
    find: "if (known && known.state !== 'absent') return known;",
    put: '',
    tests: ['tests/activities/io/transfers'],
  },
  {
    name: 'a notification for another seller counts',
    file: 'adapters/alipay/notification.ts',
    find: 'seller_id !== ours.sellerId ||',
    put: '',
    tests: ['tests/adapters/alipay/notifications'],
  },
  {
    name: 'the signature of a notification is not looked at',
    file: 'adapters/alipay/notification.ts',
    find: 'if (!isSigned(sdk, fields)) return undefined;',
    put: '',
    tests: ['tests/adapters/alipay/notifications'],
  },
  {
    name: 'a notification that comes again is a fault',
    file: 'domain/orders/payment-notices.ts',
    find: "await em.upsert(PaymentNotice, row, { onConflictFields: ['notifyId'], onConflictAction: 'ignore' });",
    put: 'await em.insert(PaymentNotice, row);',
    tests: ['tests/api/vfine/payments'],
  },
  {
    name: 'a payment of another sum pays the order',
    file: 'domain/orders/settle-order.ts',
    find: ' || order.totalFen !== payment.fen',
    put: '',
    tests: ['tests/activities/business/orders'],
  },
  {
    name: 'the balance is read outside the lock',
    file: 'domain/ledger/balances.ts',
    find: "const options = { orderBy: { code: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;",
    put: "const options = { orderBy: { code: 'asc' }, lockMode: LockMode.NONE, refresh: true } as const;",
    tests: [ledger, 'tests/activities/business/takeouts'],
  },
  {
    name: 'more can be withdrawn than is there',
    file: 'domain/ledger/pay-outs.ts',
    find: "if (takeout.fen > balance) throw new DomainError('conflict', 'balance_too_low');",
    put: '',
    tests: [ledger, 'tests/activities/business/takeouts'],
  },
  {
    name: 'a licence is given back twice',
    file: 'domain/orders/refunds.ts',
    find: "state === 'ISSUED' && !taken.includes(id)",
    put: 'id !== undefined',
    tests: [refunds],
  },
  {
    name: 'the certificate of a refund stays valid',
    file: 'domain/orders/refunds.ts',
    find: 'for (const one of items) one.invalidate(now);',
    put: '',
    tests: [refunds],
  },
  {
    name: 'one administrator alone gives back a large sum',
    file: 'domain/orders/refunds.ts',
    find: 'const needsTwo = fen > confirmFen;',
    put: 'const needsTwo = fen < 0;',
    tests: [refunds],
  },
  {
    name: 'anybody may give back orders',
    file: 'api/faces/vfine/routes/admin-refunds.ts',
    find: "    auth: 'admin',\n    idempotent: 'required',\n    flows: true,\n    input: {\n",
    put: "    auth: 'user',\n    idempotent: 'required',\n    flows: true,\n    input: {\n",
    tests: [refunds, 'tests/api/vfine/authorisation'],
  },
  {
    name: 'tax is cut off in place of rounded',
    file: 'domain/tax/milli.plan.ts',
    find: '(milli + 500n) / 1000n',
    put: 'milli / 1000n',
    tests: ['tests/domain/tax'],
  },
  {
    name: 'an event is booked as often as it is told',
    file: 'domain/ledger/post.ts',
    find: 'if (known) return false;',
    put: '',
    tests: [ledger],
  },
  {
    name: 'a refused withdrawal keeps the money',
    file: 'activities/business/takeouts.ts',
    find: '} else await returnTakeout(em, bookingOf(takeout, at));\n  const before',
    put: '}\n  const before',
    tests: ['tests/activities/business/takeouts'],
  },
  {
    name: 'an order is closed without asking whether it was paid',
    file: 'workflows/order-payment/payment.ts',
    find: "    if (news.state === 'paid') return settle(life, news.payment);\n    if (news.state === 'unknown') continue;",
    put: "    if (news.state === 'unknown') continue;",
    tests: ['tests/workflows/order-races', 'tests/workflows/order-payment'],
  },
  {
    name: 'a refund whose result is unknown is sent under a new number',
    file: 'workflows/order-payment/refunds.ts',
    find: 'provider.refund({ number, refundNumber, fen })',
    put: "provider.refund({ number, refundNumber: next === 'ask' ? uuid4() : refundNumber, fen })",
    tests: ['tests/workflows/order-refunds'],
  },
  {
    name: 'a lost connection keeps its place in the pool',
    file: 'adapters/db/orm.ts',
    find: '      driverOptions: { onPoolCreated: freeLostConnections },\n',
    put: '',
    tests: ['tests/adapters/db'],
  },
  {
    name: 'a process that is opening answers with a fault of the SDK',
    file: 'workflows/kernel/opening.ts',
    find: '  setDefaultUpdateHandler(comeAgain); // takes all that has no handler yet\n',
    put: '',
    tests: ['tests/simulation/sandbox'],
  },
];
