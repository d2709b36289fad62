import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DomainError } from '#domain/shared/errors.ts';
import { refused, startStories, type Stories } from '#tests/kit/story.ts';
import { castTakeout, done } from '#tests/kit/withdrawal.ts';
import { confirm, decide, standing, withdraw } from '#workflows/takeout/contract.ts';

let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());
const cast = (script?: Parameters<typeof castTakeout>[1]) => castTakeout(stories, script);

describe('before the decision', () => {
  test('an approval by update pays out, is recorded and told', async () => {
    const { request, decisions, ends, messages, calls, id, handle, begin, review: say, play } = cast();
    const { takeoutId, userUuid } = request;
    await play(async () => {
      await begin();
      await expect(stories.flows.update(id, confirm)).rejects.toEqual(refused('unsupported'));
      expect(await say('approve', { by: 'lee', requestId: 'r' })).toBe('WAITING');
      expect(await handle.result()).toBe('SUCCESS');
    });
    await stories.keep(id, 'takeout.happy');
    expect(decisions).toEqual([{ takeoutId, event: 'approve', by: 'lee', requestId: 'r' }]);
    expect(ends).toEqual([{ takeoutId, event: 'arrive', providerNumber: 'p-1', at: done.at }]);
    expect(messages).toEqual([{ eventKey: `takeout:${takeoutId}`, userUuid, key: 'SUCCESS_TO_TAKEOUT' }]);
    expect(calls).toEqual(['send']);
  });

  test('an approval by a signal from the Temporal UI does the same; what nobody can read is ignored in sight', async () => {
    const { ends, id, handle, begin, play } = cast();
    await play(async () => {
      await begin();
      await stories.flows.signal(id, decide, { verdict: 'pay' });
      await stories.until(async () => (await stories.flows.query(id, standing))?.ignored.length === 1);
      await stories.flows.signal(id, decide, { verdict: 'approve', by: 'lee' });
      expect(await handle.result()).toBe('SUCCESS');
    });
    expect(ends).toMatchObject([{ event: 'arrive' }]);
  });

  test('an approval that cannot be paid out fails, is told, and sends nothing', async () => {
    const { activities, messages, calls, id, handle, begin, state, review: say, play } = cast();
    activities.business.recordTakeoutDecision = async () => 'FAIL';
    await play(async () => {
      await begin();
      expect(await say('approve', { remark: 'fine' })).toBe('FAIL');
      expect(await handle.result()).toBe('FAIL');
      expect(await state()).toBe('FAIL');
    });
    await stories.keep(id, 'takeout.hindered');
    expect(messages).toEqual([expect.objectContaining({ key: 'FAIL_TO_TAKEOUT' })]);
    expect(messages[0]).not.toHaveProperty('remark');
    expect(calls).toEqual([]);
  });

  test('an approval in the name of the musician counts for nothing', async () => {
    const { request, decisions, calls, id, begin, state, review: say, play } = cast();
    const { userUuid: by } = request;
    await play(async () => {
      await begin();
      await expect(say('approve', { by })).rejects.toEqual(refused('same_person'));
      await stories.flows.signal(id, decide, { verdict: 'approve', by });
      await stories.until(async () => (await stories.flows.query(id, standing))?.ignored.length === 1);
      expect(await state()).toBe('REQUESTING');
      expect(await say('refuse', { by, remark: '不要了' })).toBe('FAIL');
    });
    expect([decisions.map(({ event }) => event), calls]).toEqual([['refuse'], []]);
  });

  test('a refusal gives the money back with its remark', async () => {
    const { decisions, messages, calls, id, handle, begin, review: say, play } = cast();
    await play(async () => {
      await begin();
      expect(await say('refuse', { remark: '资料不符' })).toBe('FAIL');
      expect(await handle.result()).toBe('FAIL');
    });
    await stories.keep(id, 'takeout.refused');
    expect(decisions).toMatchObject([{ event: 'refuse', remark: '资料不符' }]);
    expect(messages).toMatchObject([{ key: 'FAIL_TO_TAKEOUT', remark: '资料不符' }]);
    expect(calls).toEqual([]);
  });

  test('its musician takes it back', async () => {
    const { request, decisions, calls, id, handle, begin, play } = cast();
    await play(async () => {
      await begin();
      for (const said of [{ by: 1 }, { bye: 'u' }])
        await expect(stories.flows.update(id, withdraw, said)).rejects.toEqual(refused('invalid_value'));
      expect(await stories.flows.update(id, withdraw, { by: 'u', requestId: 'r', proof: 'p' })).toBe('CANCEL');
      await expect(stories.flows.update(id, withdraw)).rejects.toMatchObject({ name: 'DomainError' });
      expect(await handle.result()).toBe('CANCEL');
    });
    await stories.keep(id, 'takeout.withdrawn');
    const said = { by: 'u', requestId: 'r', proof: 'p' };
    expect([decisions, calls]).toEqual([[{ takeoutId: request.takeoutId, event: 'withdraw', ...said }], []]);
  });

  test('nobody decides for ninety days: the money returns', async () => {
    const { decisions, begin, handle, play } = cast();
    await play(async () => {
      await begin();
      expect(await handle.result()).toBe('CANCEL');
    });
    expect(decisions).toMatchObject([{ event: 'expire' }]);
  });

  test('an operator cancels the run: the money returns', async () => {
    const { decisions, calls, id, begin, handle, play } = cast();
    await play(async () => {
      await begin();
      await handle.cancel();
      await expect(handle.result()).rejects.toThrow('Workflow execution cancelled');
    });
    await stories.keep(id, 'takeout.cancelled');
    expect([decisions.map(({ event }) => event), calls]).toEqual([['cancel'], []]);
  });

  test('what the opening refuses is refused to the musician', async () => {
    const { activities, id, begin, play } = cast();
    activities.business.recordTakeout = async () => {
      throw new DomainError('conflict', 'balance_too_low');
    };
    await play(async () => {
      await expect(begin()).rejects.toEqual(refused('balance_too_low'));
      expect(await stories.flows.isRunning(id)).toBe(false);
    });
  });
});
