import type { Defect } from '../plant.ts';

export const refunds: readonly Defect[] = [
  {
    name: 'a licence is given back twice',
    file: 'domain/orders/refunds.ts',
    find: "state === 'ISSUED' && !taken.includes(id)",
    put: 'id !== undefined',
    tests: ['tests/api/vfine/refunds.test.ts'],
  },
  {
    name: 'the certificate of a refund stays valid',
    file: 'domain/orders/refunds.ts',
    find: 'for (const one of items) one.invalidate(now);',
    put: '',
    tests: ['tests/api/vfine/refunds.test.ts'],
  },
  {
    name: 'one administrator alone gives back a large sum',
    file: 'domain/orders/refunds.ts',
    find: 'const needsTwo = (await fenAskedAlone(em, orderId)) + fen > terms.confirmFen;',
    put: 'const needsTwo = fen < 0;',
    tests: ['tests/api/vfine/refunds.test.ts'],
  },
  {
    name: 'one administrator alone gives back a large sum part by part',
    file: 'domain/orders/refunds.ts',
    find: '(await fenAskedAlone(em, orderId)) + fen > terms.confirmFen',
    put: 'fen > terms.confirmFen',
    tests: ['tests/api/vfine/refunds.test.ts', 'tests/activities/business/orders.test.ts'],
  },
  {
    name: 'an order is given back after its time',
    file: 'domain/orders/refunds.ts',
    find: 'if (now >= refundableUntil(paidAt, refundDays))',
    put: 'if (now < paidAt)',
    tests: ['tests/api/vfine/refunds.test.ts'],
  },
  {
    name: 'who asked for a refund may confirm it',
    file: 'domain/orders/refunds.ts',
    find: "if (verdict === 'confirm' && refund.requestedBy === by) throw new DomainError('forbidden', 'same_person');",
    put: '',
    tests: ['tests/api/vfine/refunds.test.ts'],
  },
  {
    name: 'whoever is named counts as vouched for',
    file: 'domain/shared/vouching.ts',
    find: 'if (!by || !proof) return false;',
    put: 'if (!by || !proof) return by !== undefined;',
    tests: ['tests/activities/business/orders.test.ts'],
  },
  {
    name: 'money that came too late is given back by every run of the process',
    file: 'domain/orders/refunds.ts',
    find: "findOne(Refund, { order: orderId, kind: 'late' })",
    put: 'findOne(Refund, { id })',
    tests: ['tests/activities/business/orders.test.ts'],
  },
  {
    name: 'a refund whose result is unknown is sent under a new number',
    file: 'workflows/order-payment/refunds.ts',
    find: 'provider.refund({ number, refundNumber, fen })',
    put: "provider.refund({ number, refundNumber: next === 'ask' ? uuid4() : refundNumber, fen })",
    tests: ['tests/workflows/order-refunds.test.ts'],
  },
  {
    name: 'a refund of another sum counts as the one that was asked for',
    file: 'workflows/order-payment/refunds.ts',
    find: "return found.fen === fen ? found : { state: 'blocked', code: 'another_sum' };",
    put: 'return found;',
    tests: ['tests/workflows/order-refunds.test.ts'],
  },
];
