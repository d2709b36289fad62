import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { standingOf } from '#domain/ledger/balances.ts';
import { bounceTakeout, payTakeout, reserveTakeout, returnTakeout } from '#domain/ledger/pay-outs.ts';
import type { SaleItem } from '#domain/ledger/postings.plan.ts';
import { bookRefund, settleRefund } from '#domain/ledger/refunds.ts';
import { creditSale } from '#domain/ledger/sales.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { chanceOf } from '#scripts/shared/chance.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { balances } from '#tests/kit/ledger.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());
const at = new Date('2026-01-02T03:04:05Z');
const within = <T>(work: (em: EntityManager) => Promise<T>): Promise<T> => database.orm.em.fork().transactional(work);

interface Takeout {
  takeoutId: string;
  sellerUuid: string;
  fen: number;
  taxFen: number;
  at: Date;
}
interface Refund {
  refundId: string;
  orderId: string;
  at: Date;
  items: SaleItem[];
}

/** What must stand in the ledger, reckoned from the events alone. */
function reckoning(sellers: string[]) {
  const net = new Map(sellers.map((seller) => [seller, 0]));
  const common = { provider: 0, commission: 0, tax: 0, refunds: 0, reserved: 0 };
  const give = (seller: string, fen: number) => void net.set(seller, (net.get(seller) ?? 0) + fen);
  return { net, common, give };
}

const sums = (items: SaleItem[]) => ({
  price: items.reduce((sum, { priceFen }) => sum + priceFen, 0),
  income: items.reduce((sum, { incomeFen }) => sum + incomeFen, 0),
});

/** One story: sales, refunds and withdrawals in an order that the seed decides, each told once or twice. */
function story(seed: number) {
  const draw = chanceOf(seed);
  const below = (most: number): number => Math.floor(draw() * most);
  const sellers = [randomUUID(), randomUUID(), randomUUID()];
  const { net, common, give } = reckoning(sellers);
  const [sales, booked, open, paid]: [Refund[], Refund[], Takeout[], Takeout[]] = [[], [], [], []];
  const take = <T>(from: T[]): T | undefined => from.splice(below(from.length), 1)[0];
  const twice = async (work: (em: EntityManager) => Promise<unknown>) => {
    for (let times = 1 + below(2); times > 0; times--) await within(work);
  };

  const acts = {
    async sell() {
      const items = Array.from({ length: 1 + below(3) }, () => {
        const priceFen = below(10_000);
        const incomeFen = priceFen - Math.floor(priceFen * 0.11);
        return { certificateId: randomUUID(), sellerUuid: sellers[below(3)] ?? '', priceFen, incomeFen };
      });
      const order = { orderId: randomUUID(), refundId: randomUUID(), at, items };
      await twice((em) => creditSale(em, order));
      sales.push(order);
      for (const { sellerUuid, incomeFen } of items) give(sellerUuid, incomeFen);
      common.provider += sums(items).price;
      common.commission += sums(items).price - sums(items).income;
    },
    async refund() {
      const refund = take(sales);
      if (!refund) return;
      await twice((em) => bookRefund(em, refund));
      booked.push(refund);
      for (const { sellerUuid, incomeFen } of refund.items) give(sellerUuid, -incomeFen);
      common.refunds += sums(refund.items).price;
      common.commission -= sums(refund.items).price - sums(refund.items).income;
    },
    async endRefund() {
      const refund = take(booked);
      if (!refund) return;
      const { price } = sums(refund.items);
      if (price === 0) return;
      await twice((em) => settleRefund(em, { ...refund, fen: price }));
      common.refunds -= price;
      common.provider -= price;
    },
    async ask() {
      const sellerUuid = sellers[below(3)] ?? '';
      const fen = 1 + below(20_000);
      const takeout = { takeoutId: randomUUID(), sellerUuid, fen, taxFen: below(fen), at };
      const have = Math.max(0, net.get(sellerUuid) ?? 0);
      const asked = twice((em) => reserveTakeout(em, takeout));
      if (fen > have) return expect(asked).rejects.toBeInstanceOf(DomainError);
      await asked;
      open.push(takeout);
      give(sellerUuid, -fen);
      common.reserved += fen;
    },
    async endTakeout() {
      const takeout = take(open);
      if (!takeout) return;
      common.reserved -= takeout.fen;
      if (below(2) === 0) {
        await twice((em) => returnTakeout(em, takeout));
        return give(takeout.sellerUuid, takeout.fen);
      }
      await twice((em) => payTakeout(em, takeout));
      paid.push(takeout);
      common.provider -= takeout.fen - takeout.taxFen;
      common.tax += takeout.taxFen;
    },
    async bounce() {
      const takeout = take(paid);
      if (!takeout) return;
      await twice((em) => bounceTakeout(em, takeout));
      give(takeout.sellerUuid, takeout.fen);
      common.provider += takeout.fen - takeout.taxFen;
      common.tax -= takeout.taxFen;
    },
  };
  const often = [
    acts.sell,
    acts.sell,
    acts.sell,
    acts.refund,
    acts.endRefund,
    acts.ask,
    acts.ask,
    acts.endTakeout,
    acts.bounce,
  ];
  return { sellers, net, common, next: () => (often[below(often.length)] ?? acts.sell)() };
}

const mine = (all: Record<string, number>, account: string): number => all[account] ?? 0;

test.each([1, 2, 3])('forty events in the order of seed %i leave what the events say', async (seed) => {
  const { sellers, net, common, next } = story(seed);
  const before = await balances(database.orm.em.fork());
  for (let step = 0; step < 40; step++) {
    await next();
    for (const seller of sellers) {
      const { payable, receivable } = await standingOf(database.orm.em.fork(), seller);
      expect([payable - receivable, Math.min(payable, receivable)]).toEqual([net.get(seller), 0]);
    }
  }
  const after = await balances(database.orm.em.fork());
  const change = (account: string): number => mine(after, account) - mine(before, account);
  const reserved = sellers.reduce((sum, seller) => sum - mine(after, `seller-reserved:${seller}`), 0);
  expect({
    provider: change('provider'),
    commission: 0 - change('commission'),
    tax: 0 - change('tax-payable'),
    refunds: 0 - change('refund-clearing'),
    reserved,
  }).toEqual(common);
  expect(Object.values(after).reduce((sum, fen) => sum + fen, 0)).toBe(0);
  expect(change('buyer-clearing')).toBe(0);
});
