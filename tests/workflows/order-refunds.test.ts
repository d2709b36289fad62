import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OrderTerms } from '#domain/orders/order.plan.ts';
import { castOrder } from '#tests/kit/order-cast.ts';
import { refused, startStories, type Stories } from '#tests/kit/story.ts';

let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());

const reason = 'bought twice';
const large = { totalFen: 2000_00 };

/** Plays a story about a paid order; the rest of its time passes afterwards. */
async function paid(more: Partial<OrderTerms>, story: (cast: ReturnType<typeof castOrder>) => Promise<void>) {
  const cast = castOrder(stories, more);
  await cast.play(async () => {
    await cast.begin();
    await cast.pays(more.totalFen);
    await cast.hint();
    await stories.until(async () => (await cast.standing())?.stage === 'REFUNDABLE');
    await story(cast);
  });
  return cast;
}

describe('a refund', () => {
  test('is made at once where one administrator may decide; the order that is given back whole is over', async () => {
    const refundId = randomUUID();
    const cast = await paid({}, async ({ refund, result }) => {
      expect(await refund({ refundId, reason, by: 'lee' })).toEqual({ refundId, fen: 500_00, status: 'DONE' });
      expect(await result()).toBe('FINISHED');
    });
    await stories.keep(cast.id, 'order-payment.refunded');
    expect(cast.bank.refunds).toEqual(new Map([[refundId, 500_00]]));
    expect(cast.written).toEqual(['paid', 'refund SENDING', 'refund DONE']);
    expect(cast.bank.calls).not.toContain('askRefund');
  });

  test('waits for a second administrator, and is sent when one confirms', async () => {
    const refundId = randomUUID();
    const cast = await paid(large, async ({ bank, refund, decide, details, result }) => {
      expect(await refund({ refundId, reason })).toMatchObject({ status: 'WAITING' });
      expect(bank.refunds.size).toBe(0);
      expect(await details()).toContain(`/vfine/v1/admin/refunds/${refundId}/decision`);
      await expect(decide({ refundId, verdict: 'confirm', bye: 'lee' })).rejects.toEqual(refused('invalid_value'));
      expect(await decide({ refundId, verdict: 'confirm' })).toMatchObject({ status: 'DONE' });
      await result();
    });
    await stories.keep(cast.id, 'order-payment.refund-confirmed');
    expect(cast.bank.refunds.size).toBe(1);
  });

  test('comes to nothing where the second administrator refuses', async () => {
    const refundId = randomUUID();
    const cast = await paid(large, async ({ refund, decide, result }) => {
      await refund({ refundId, reason });
      expect(await decide({ refundId, verdict: 'refuse' })).toMatchObject({ status: 'REFUSED' });
      await result();
    });
    expect(cast.bank.refunds.size).toBe(0);
  });

  test('keeps the process open beyond its time while somebody must still confirm', async () => {
    const refundId = randomUUID();
    await paid(large, async ({ refund, decide, standing, result }) => {
      await refund({ refundId, reason });
      await stories.env.sleep('40 days');
      expect(await standing()).toMatchObject({ refunds: [{ status: 'WAITING' }] });
      await decide({ refundId, verdict: 'confirm' });
      expect(await result()).toBe('FINISHED');
    });
  });

  test.each([
    ['before the effect: sent again under its number', 'before', 2],
    ['after the effect: never sent again', 'after', 1],
  ] as const)('whose answer is lost %s', async (_name, when, sent) => {
    const refundId = randomUUID();
    const cast = await paid({}, async ({ bank, refund, result }) => {
      bank.trouble('refund', when);
      bank.trouble('askRefund', 'before', 'before');
      await refund({ refundId, reason });
      await result();
    });
    expect(cast.bank.calls.filter((call) => call === 'refund')).toHaveLength(sent);
    expect(cast.bank.refunds).toEqual(new Map([[refundId, 500_00]]));
    expect(cast.written.filter((one) => one === 'refund DONE')).toHaveLength(1);
  });

  test('that the provider refuses waits for an operator, who has it sent again', async () => {
    const refundId = randomUUID();
    const cast = await paid({}, async ({ bank, refund, decide, details, result }) => {
      bank.refuseRefunds('ACQ.SELLER_BALANCE_NOT_ENOUGH');
      expect(await refund({ refundId, reason })).toMatchObject({ status: 'BLOCKED' });
      expect(await details()).toContain('"verdict": "retry"');
      bank.refuseRefunds(undefined);
      expect(await decide({ refundId, verdict: 'retry' })).toMatchObject({ status: 'DONE' });
      await result();
    });
    await stories.keep(cast.id, 'order-payment.refund-blocked');
    expect(cast.bank.refunds.size).toBe(1);
  });

  test('is confirmed in a run that an operator has cancelled, which ends then', async () => {
    const refundId = randomUUID();
    const cast = await paid(large, async ({ refund, decide, handle, result }) => {
      await refund({ refundId, reason });
      await handle.cancel();
      expect(await decide({ refundId, verdict: 'confirm' })).toMatchObject({ status: 'DONE' });
      await expect(result()).rejects.toThrow('Workflow execution cancelled');
    });
    await stories.keep(cast.id, 'order-payment.refund-confirmed-after-cancel');
    expect(cast.bank.refunds.size).toBe(1);
  });

  test('that is blocked in a run that an operator has cancelled is sent again, beside another one', async () => {
    const [refundId, other] = [randomUUID(), randomUUID()];
    const cast = await paid({}, async ({ bank, refund, decide, handle, result }) => {
      bank.refuseRefunds('ACQ.SELLER_BALANCE_NOT_ENOUGH');
      expect(await refund({ refundId, reason })).toMatchObject({ status: 'BLOCKED' });
      await handle.cancel();
      bank.refuseRefunds(undefined);
      expect(await refund({ refundId: other, reason })).toMatchObject({ status: 'DONE' });
      expect(await decide({ refundId, verdict: 'retry' })).toMatchObject({ status: 'DONE' });
      await expect(result()).rejects.toThrow('Workflow execution cancelled');
    });
    expect(cast.bank.refunds.size).toBe(2);
  });

  test('that the provider knows of another sum is not taken for it, and waits for an operator', async () => {
    const refundId = randomUUID();
    const cast = await paid({}, async ({ bank, refund, decide, details, result }) => {
      bank.refunds.set(refundId, 1);
      expect(await refund({ refundId, reason })).toMatchObject({ status: 'BLOCKED' });
      expect(await details()).toContain('"verdict": "retry"');
      bank.refunds.set(refundId, 500_00);
      expect(await decide({ refundId, verdict: 'retry' })).toMatchObject({ status: 'DONE' });
      await result();
    });
    expect(cast.written).toEqual(['paid', 'refund SENDING', 'refund BLOCKED', 'refund SENDING', 'refund DONE']);
  });

  test('that stays unknown beside others takes turns with them, and all are made as soon as one is', async () => {
    const cast = await paid({}, async ({ bank, refund, result }) => {
      const silence = Array.from({ length: 200 }, () => 'before' as const);
      bank.trouble('refund', ...silence);
      bank.trouble('askRefund', ...silence);
      for (let count = 0; count < 4; count++) await refund({ refundId: randomUUID(), reason });
      await stories.env.sleep('2 hours');
      expect(bank.calls.filter((call) => call === 'askRefund').length).toBeLessThan(60); // one alone: about 20
      bank.trouble('refund');
      bank.trouble('askRefund');
      await refund({ refundId: randomUUID(), reason });
      await stories.until(() => bank.refunds.size === 5); // no time passes meanwhile
      await result();
    });
    await stories.keep(cast.id, 'order-payment.refunds-in-turn');
    expect(cast.written.filter((one) => one === 'refund DONE')).toHaveLength(5);
  });

  test('asked for twice under one id is made once', async () => {
    const refundId = randomUUID();
    const cast = await paid({}, async ({ refund, result }) => {
      await Promise.all([refund({ refundId, reason }), refund({ refundId, reason })]);
      await result();
    });
    expect(cast.bank.calls.filter((call) => call === 'refund')).toHaveLength(1);
  });

  test('that a former run had begun is taken up by asking first', async () => {
    const refundId = randomUUID();
    const cast = castOrder(stories, {
      status: 'FINISHED',
      paidAt: new Date().toISOString(),
      refunds: [{ refundId, fen: 500_00, status: 'SENDING' }],
    });
    await cast.play(async () => {
      await cast.begin();
      expect(await cast.result()).toBe('FINISHED');
    });
    expect(cast.bank.calls.slice(0, 2)).toEqual(['askRefund', 'refund']);
    expect(cast.bank.refunds.size).toBe(1);
  });

  test.each([
    ['nothing', undefined],
    ['no reason', {}],
    ['a reason that is no text', { reason: 1 }],
    ['certificates that are no uuids', { reason, certificates: ['x'] }],
    ['no certificates', { reason, certificates: [] }],
    ['a list', [reason]],
    ['a misspelt list of licences', { reason, certificate: [randomUUID()] }],
  ])('of %s is refused and changes nothing', async (_name, wish) => {
    const cast = await paid({}, async ({ refund, decide, handle }) => {
      await expect(refund(wish)).rejects.toEqual(refused('invalid_value'));
      await expect(decide(wish)).rejects.toEqual(refused('invalid_value'));
      await handle.cancel();
      await expect(handle.result()).rejects.toThrow('Workflow execution cancelled');
    });
    expect(cast.written).toEqual(['paid']);
  });

  test('of an order that is not paid is refused', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      await expect(cast.refund({ reason })).rejects.toEqual(refused('unsupported'));
      await cast.cancel();
      await cast.result();
    });
  });
});
