import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { castOrder } from '#tests/kit/order-cast.ts';
import { refused, startStories, type Stories } from '#tests/kit/story.ts';

let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());

const hour = 3600_000;

describe('pay against close', () => {
  test('the buyer was faster: a cancel is refused and the order is paid', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      await cast.pays();
      await expect(cast.cancel()).rejects.toEqual(refused('unsupported'));
      expect(await cast.standing()).toMatchObject({ state: 'FINISHED' });
      await cast.result();
    });
    await stories.keep(cast.id, 'order-payment.buyer-faster');
    expect(cast.written).toEqual(['paid']);
  });

  test('the buyer pays in the last moment: it counts', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      cast.bank.trouble('ask', ...Array.from({ length: 500 }, () => 'before' as const));
      await stories.env.sleep(24 * hour - 40_000);
      expect(await cast.pays()).toBe(true);
      await stories.env.sleep('2 minutes');
      expect(await cast.standing()).toMatchObject({ state: 'UNFINISHED', stage: 'CLOSING' });
      cast.bank.trouble('ask');
      await stories.env.sleep('1 hour');
      expect(await cast.standing()).toMatchObject({ state: 'FINISHED' });
      await cast.result();
    });
    expect(cast.written).toEqual(['paid']);
  });

  test('a code that is scanned and paid after the cancel: the money goes back in full, once', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      expect(await cast.cancel()).toBe('CANCELED');
      expect(await cast.standing()).toMatchObject({ stage: 'WATCHING' });
      expect(await cast.pays()).toBe(true);
      await cast.hint();
      expect(await cast.result()).toBe('CANCELED');
    });
    await stories.keep(cast.id, 'order-payment.late');
    expect(cast.written).toEqual(['cancel', 'refund SENDING', 'refund DONE']);
    expect([...cast.bank.refunds.values()]).toEqual([500_00]);
  });

  test('the same without any notification', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      await cast.cancel();
      await stories.env.sleep('3 hours');
      expect(await cast.pays()).toBe(true);
      expect(await cast.result()).toBe('CANCELED');
    });
    expect(cast.written).toEqual(['cancel', 'refund SENDING', 'refund DONE']);
  });

  test('the same in a run that an operator has cancelled', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      await cast.cancel();
      await cast.handle.cancel();
      await stories.env.sleep('3 hours');
      expect(await cast.standing()).toMatchObject({ stage: 'WATCHING' });
      expect(await cast.pays()).toBe(true);
      await expect(cast.result()).rejects.toThrow('Workflow execution cancelled');
    });
    await stories.keep(cast.id, 'order-payment.late-after-cancel');
    expect(cast.written).toEqual(['cancel', 'refund SENDING', 'refund DONE']);
    expect([...cast.bank.refunds.values()]).toEqual([500_00]);
  });

  test('a run that an operator cancels while late money is written down gives it back', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      await cast.cancel();
      cast.whileLate(async () => {
        await cast.handle.cancel();
        await cast.standing(); // the run knows of it
      });
      expect(await cast.pays()).toBe(true);
      await cast.hint();
      await expect(cast.result()).rejects.toThrow('Workflow execution cancelled');
    });
    expect(cast.written).toEqual(['cancel', 'refund SENDING', 'refund DONE']);
    expect([...cast.bank.refunds.values()]).toEqual([500_00]);
  });

  test('a code that is only scanned after the cancel is closed', async () => {
    const cast = castOrder(stories);
    await cast.play(async () => {
      await cast.begin();
      await cast.cancel();
      cast.bank.scan();
      await stories.env.sleep('2 hours');
      expect(await cast.pays()).toBe(false);
      expect(await cast.result()).toBe('CANCELED');
    });
    expect(cast.written).toEqual(['cancel']);
  });

  test('a process that had ended is begun again for what came later', async () => {
    const cast = castOrder(stories, { status: 'CANCELED', expiresAt: new Date(Date.now() - 1000).toISOString() });
    await cast.play(async () => {
      cast.bank.scan();
      await cast.begin();
      expect(await cast.result()).toBe('CANCELED');
    });
    expect(cast.written).toEqual([]);
  });
});
