import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { castOrder } from '#tests/kit/order-cast.ts';
import { refused, startStories, type Stories } from '#tests/kit/story.ts';

let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());

const hour = 3600_000;

describe('a payment', () => {
  test('that the provider tells of is recorded at once, and the order stays until refunds are over', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      expect(await cast.pay()).toEqual({ payUrl: 'https://pay', qrCode: 'qr' });
      expect(await cast.standing()).toEqual({ state: 'UNFINISHED', stage: 'PAYABLE', refunds: [] });
      await cast.pays();
      await cast.hint();
      await stories.until(async () => (await cast.standing())?.state === 'FINISHED');
      expect(cast.bank.calls.join(' ')).toMatch(/^open( ask)+$/);
      await expect(cast.pay()).rejects.toEqual(refused('action_already_done'));
      await expect(cast.cancel()).rejects.toEqual(refused('unsupported'));
      expect(await cast.result()).toBe('FINISHED');
    });
    await stories.keep(cast.id, 'order-payment.happy');
    expect(cast.written).toEqual(['paid']);
  });

  test('is found without any notification, by questions ever further apart', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      await stories.env.sleep('5 hours');
      const asked = cast.bank.calls.length;
      expect(asked).toBeGreaterThan(20);
      expect(asked).toBeLessThan(40);
      await cast.pays();
      await stories.env.sleep('16 minutes');
      expect(await cast.standing()).toMatchObject({ state: 'FINISHED' });
      await cast.result();
    });
    await stories.keep(cast.id, 'order-payment.unnoticed');
    expect(cast.written).toEqual(['paid']);
  });

  test('is asked for often again when the buyer looks at the means to pay', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      await stories.env.sleep('5 hours');
      await cast.pay();
      await cast.pays();
      await stories.env.sleep('20 seconds');
      expect(await cast.standing()).toMatchObject({ state: 'FINISHED' });
      await cast.result();
    });
  });

  test('counts only when the query confirms it: a hint alone changes nothing', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      for (let i = 0; i < 3; i++) await cast.hint();
      await stories.until(() => cast.bank.calls.length > 0);
      expect(await cast.standing()).toMatchObject({ state: 'UNFINISHED' });
      await cast.cancel();
      await cast.result();
    });
  });

  test('of another sum buys nothing and goes back', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      await cast.pays(1);
      await cast.hint();
      expect(await cast.result()).toBe('CANCELED');
    });
    expect(cast.written).toEqual(['cancel', 'refund SENDING', 'refund DONE']);
    expect([...cast.bank.refunds.values()]).toEqual([1]);
  });

  test('survives a provider that nobody understands for hours', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      cast.bank.trouble('ask', ...Array.from({ length: 12 }, () => 'before' as const));
      await cast.begin();
      await cast.pays();
      await stories.env.sleep('1 minute');
      expect(await cast.details()).toContain('nothing certain (no_answer)');
      await stories.env.sleep('4 hours');
      expect(await cast.standing()).toMatchObject({ state: 'FINISHED' });
      await cast.result();
    });
    expect(cast.written).toEqual(['paid']);
  });
});

describe('opening the trade', () => {
  test('is tried again under the same number when its answer is lost', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      cast.bank.trouble('open', 'after');
      expect(await cast.pay()).toMatchObject({ qrCode: 'qr' });
      expect(cast.bank.calls.filter((call) => call === 'open')).toHaveLength(2);
      await cast.cancel();
      await cast.result();
    });
  });

  test('fails as upstream_error, and can be asked for again', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      cast.bank.trouble('open', 'before', 'before');
      await expect(cast.pay()).rejects.toEqual(refused('upstream_error'));
      expect(await cast.pay()).toMatchObject({ qrCode: 'qr' });
      await cast.cancel();
      await cast.result();
    });
  });
});

describe('an order that nobody pays', () => {
  test('expires and is closed at the provider', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      cast.bank.scan();
      await stories.env.sleep(23 * hour);
      expect(await cast.standing()).toMatchObject({ state: 'UNFINISHED' });
      expect(await cast.result()).toBe('CANCELED');
    });
    await stories.keep(cast.id, 'order-payment.expired');
    expect(cast.written).toEqual(['expire']);
  });

  test('is canceled on request, its trade closed before', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      cast.bank.scan();
      expect(await cast.cancel()).toBe('CANCELED');
      expect(await cast.result()).toBe('CANCELED');
      expect(await cast.pays()).toBe(false);
    });
    await stories.keep(cast.id, 'order-payment.canceled');
    expect(cast.written).toEqual(['cancel']);
    expect(cast.bank.calls.join(' ')).toMatch(/^(ask )+close$/);
  });

  test.each(['before', 'after'] as const)(
    'is closed for certain where the answer fails %s the effect',
    async (when) => {
      const cast = castOrder(stories);
      await cast.play(async () => {
        await cast.begin();
        cast.bank.scan();
        cast.bank.trouble('close', when);
        expect(await cast.cancel()).toBe('CANCELED');
        await cast.result();
      });
      expect(cast.written).toEqual(['cancel']);
    },
  );

  test('is canceled together with a run that an operator cancels', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      cast.bank.scan();
      await cast.handle.cancel();
      await expect(cast.result()).rejects.toThrow('Workflow execution cancelled');
    });
    await stories.keep(cast.id, 'order-payment.abandoned');
    expect(cast.written).toEqual(['cancel']);
  });
});

test('shows operators who waits for what until when, and nothing personal', async () => {
  const cast = castOrder(stories);
  await cast.play(async () => {
    await cast.begin();
    const details = await cast.details();
    for (const part of [cast.orderId, '¥500.00', '**PAYABLE**', 'Until 2']) expect(details).toContain(part);
    expect(details).not.toContain('sealed');
    const { raw } = await cast.handle.describe();
    const indexed = raw.workflowExecutionInfo?.searchAttributes?.indexedFields ?? {};
    expect(Buffer.from(indexed['WaitingFor']?.data ?? []).toString()).toBe('"buyer"');
    await cast.pays();
    await cast.hint();
    await stories.until(async () => (await cast.standing())?.stage === 'REFUNDABLE');
    expect(await cast.details()).toContain('update `refund`');
    await cast.result();
  });
});
