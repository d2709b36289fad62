import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TransferNews } from '#activities/io/transfers.ts';
import { yuanOf } from '#domain/shared/money.ts';
import { refused, startStories, type Stories } from '#tests/kit/story.ts';
import { castTakeout, done } from '#tests/kit/withdrawal.ts';
import { withdraw } from '#workflows/takeout/contract.ts';

let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());
const cast = (script?: Parameters<typeof castTakeout>[1]) => castTakeout(stories, script);

const unknown = { state: 'unknown', reason: 'no_answer' } as const;
const dealing = { state: 'dealing' } as const;
const absent = { state: 'absent' } as const;

describe('after the approval', () => {
  test.each<[string, { send?: TransferNews[]; ask?: TransferNews[] }, string[], string]>([
    ['an unknown result that is found', { send: [unknown], ask: [done] }, ['send', 'ask'], 'unknown-found'],
    [
      'an unknown result of what never arrived: the very same is sent again',
      { send: [unknown, done], ask: [absent] },
      ['send', 'ask', 'send'],
      'unknown-absent',
    ],
    [
      'a provider that takes its time',
      { send: [dealing], ask: [dealing, unknown, dealing, done] },
      ['send', 'ask', 'ask', 'ask', 'ask'],
      'dealing',
    ],
  ])('%s succeeds', async (_name, script, expected, history) => {
    const { ends, calls, id, handle, begin, review: say, play } = cast(script);
    await play(async () => {
      await begin();
      await say('approve');
      expect(await handle.result()).toBe('SUCCESS');
    });
    await stories.keep(id, `takeout.${history}`);
    expect(calls).toEqual(expected);
    expect(ends).toHaveLength(1);
  });

  test('a lost run is taken up: the provider is asked before the very same is sent', async () => {
    const { activities, ends, calls, id, handle, begin, state, review: say, play } = cast({ ask: [absent, absent] });
    activities.business.recordTakeout = async () => 'WAITING';
    activities.io.sendTransfer = async () => (calls.push('send') === 2 ? unknown : done);
    await play(async () => {
      await begin();
      await expect(say('refuse')).rejects.toEqual(refused('action_already_done'));
      expect(await handle.result()).toBe('SUCCESS');
      expect(await state()).toBe('SUCCESS');
    });
    await stories.keep(id, 'takeout.taken-up');
    expect(calls).toEqual(['ask', 'send', 'ask', 'send']);
    expect(ends).toMatchObject([{ event: 'arrive' }]);
  });

  test('one that is over when it is begun again ends at once', async () => {
    const { activities, ends, messages, calls, handle, begin, play } = cast();
    activities.business.recordTakeout = async () => 'FAIL';
    await play(async () => {
      await begin();
      expect(await handle.result()).toBe('FAIL');
    });
    expect([ends, messages, calls]).toEqual([[], [], []]);
  });

  test('a refusal of the provider gives the money back', async () => {
    const failed = { state: 'failed', code: 'PAYEE_NOT_EXIST' } as const;
    const { ends, messages, id, handle, begin, review: say, play } = cast({ send: [dealing], ask: [failed] });
    await play(async () => {
      await begin();
      await say('approve');
      expect(await handle.result()).toBe('FAIL');
      expect(await stories.detailsOf(id)).toContain('PAYEE_NOT_EXIST');
    });
    await stories.keep(id, 'takeout.failed');
    expect(ends).toMatchObject([{ event: 'fail', code: 'PAYEE_NOT_EXIST' }]);
    expect(messages).toMatchObject([{ key: 'FAIL_TO_TAKEOUT' }]);
  });

  test('a lost reply and a lost worker leave it unknown, not failed', async () => {
    const { activities, ends, calls, handle, begin, review: say, play } = cast();
    let tries = 0;
    activities.io.sendTransfer = async () => {
      calls.push('send');
      tries++;
      if (tries === 1) throw new Error('worker lost');
      return tries === 2 ? unknown : done;
    };
    await play(async () => {
      await begin();
      await say('approve');
      expect(await handle.result()).toBe('SUCCESS');
    });
    expect(calls).toEqual(['send', 'send', 'ask']);
    expect(ends).toMatchObject([{ event: 'arrive' }]);
  });

  test('nobody can refuse, take back or cancel it any more', async () => {
    const script = { send: [dealing], ask: [dealing, dealing, done] };
    const { ends, id, handle, begin, state, review: say, confirm: look, play } = cast(script);
    await play(async () => {
      await begin();
      await say('approve');
      await expect(say('refuse')).rejects.toEqual(refused('action_already_done'));
      await expect(stories.flows.update(id, withdraw)).rejects.toEqual(refused('action_already_done'));
      await handle.cancel();
      expect(await state()).toBe('WAITING');
      await stories.until(async () => (await stories.detailsOf(id)).includes('Next look at'));
      await expect(look()).rejects.toEqual(refused('unsupported')); // looked, and it is not there yet
      expect(await handle.result()).toBe('SUCCESS');
      expect(await state()).toBe('SUCCESS');
    });
    expect(ends).toMatchObject([{ event: 'arrive' }]);
  });

  test('an operator who says that it has arrived has the provider asked', async () => {
    const { calls, id, handle, begin, review: say, confirm: look, play } = cast({ send: [dealing], ask: [done] });
    await play(async () => {
      await begin();
      await say('approve');
      expect(await look()).toBe('SUCCESS');
      expect(await handle.result()).toBe('SUCCESS');
    });
    await stories.keep(id, 'takeout.confirmed');
    expect(calls).toEqual(['send', 'ask']);
  });

  test('operators who are impatient with a silent provider are answered where it stands, however many they are', async () => {
    const { activities, id, handle, begin, state, review: say, confirm: look, play } = cast({ send: [dealing] });
    const provider = Promise.withResolvers<TransferNews>();
    activities.io.askTransfer = () => provider.promise;
    await play(async () => {
      await begin();
      await say('approve');
      const answers = await Promise.all(Array.from({ length: 12 }, look));
      expect(answers).toEqual(answers.map(() => 'WAITING'));
      provider.resolve(done);
      expect(await handle.result()).toBe('SUCCESS');
      expect(await state()).toBe('SUCCESS');
    });
    await stories.keep(id, 'takeout.confirmed-in-doubt');
  });

  test('shows operators who is waited for, and nothing personal', async () => {
    const { request, id, handle, begin, review: say, play } = cast({ send: [dealing], ask: [dealing, done] });
    await play(async () => {
      await begin();
      expect(await stories.detailsOf(id)).toContain(`The sum is set aside: ¥${yuanOf(request.fen)}.`);
      await say('approve');
      await stories.until(async () => (await stories.detailsOf(id)).includes('the transfer is under way'));
      expect(await stories.detailsOf(id)).not.toContain(request.userUuid);
      await handle.result();
    });
  });
});
