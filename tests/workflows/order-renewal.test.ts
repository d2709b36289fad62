import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { castOrder } from '#tests/kit/order-cast.ts';
import { startRealStories, type RealStories } from '#tests/kit/real-stories.ts';

// On the real server: it is the one that says when a history has grown long. Large signals bring it there at once; it
// says so with the task after the one that made it long, so small signals follow until it has.
let stories: RealStories;
beforeAll(async () => void (stories = await startRealStories()), 120_000);
afterAll(() => stories.close());

type Cast = ReturnType<typeof castOrder>;
const stage = () => ({ ...stories, env: { currentTimeMs: async () => Date.now() } });
const runOf = async ({ handle }: Cast) => (await handle.describe()).runId;

async function growLongUntilRenewed(cast: Cast): Promise<void> {
  const first = await runOf(cast);
  for (let i = 0; i < 3; i++) await cast.handle.signal('hint', 'x'.repeat(1_500_000));
  await stories.until(async () => {
    await cast.hint();
    return (await runOf(cast)) !== first;
  });
}

describe('an order whose history has grown long goes on in a new run', () => {
  test('while it waits for its payment: the buyer looks at the means to pay as before, and pays', async () => {
    const cast = castOrder(stage());
    await cast.play(async () => {
      await cast.begin();
      await growLongUntilRenewed(cast);
      await stories.until(async () => (await cast.standing())?.stage === 'PAYABLE');
      expect(await cast.pay()).toEqual({ payUrl: 'https://pay', qrCode: 'qr' });
      await cast.pays();
      await cast.hint();
      await stories.until(async () => (await cast.standing())?.state === 'FINISHED');
    });
    expect(cast.written).toEqual(['paid']);
  });

  test('while it may be given back, with the refunds that are not over', async () => {
    const blocked = { refundId: 'r-1', fen: 500_00, status: 'BLOCKED' } as const;
    const paidAt = new Date().toISOString();
    const cast = castOrder(stage(), { status: 'FINISHED', paidAt, refunds: [blocked] });
    await cast.play(async () => {
      await cast.begin();
      await growLongUntilRenewed(cast);
      await stories.until(async () => (await cast.standing())?.stage === 'REFUNDABLE');
      expect(await cast.standing()).toMatchObject({ state: 'FINISHED', refunds: [blocked] });
      expect(await cast.refund({ reason: 'x', by: 'op' })).toMatchObject({ status: 'DONE' });
    });
  });
});
