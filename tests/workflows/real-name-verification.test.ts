import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SystemMessage } from '#activities/business/messages.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { RealNameOutcome, RealNameRequest } from '#domain/verification/real-name.plan.ts';
import { refused, startStories, type Stories } from '#tests/kit/story.ts';
import {
  decide,
  realNameOf,
  realNameVerification,
  review,
  standing,
} from '#workflows/real-name-verification/contract.ts';

// What it shares with the musician's verification is told there.
let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());

/** One person who asks, and activities that only note what they were asked to write. */
function cast() {
  const request: RealNameRequest = {
    realNameId: randomUUID(),
    userUuid: randomUUID(),
    sealed: 'sealed',
    cardDigest: 'digest',
  };
  const [outcomes, messages]: [RealNameOutcome[], SystemMessage[]] = [[], []];
  const records = {
    recordRealName: async (_request: RealNameRequest): Promise<void> => undefined,
    recordRealNameEnd: async (outcome: RealNameOutcome) => void outcomes.push(outcome),
    recordMessage: async (message: SystemMessage) => void messages.push(message),
  };
  const cleared: string[] = [];
  const pictures = { removeCardPictures: async ({ userUuid }: { userUuid: string }) => void cleared.push(userUuid) };
  const id = realNameOf(request.userUuid);
  const handle = stories.client.workflow.getHandle(id);
  const begin = () => stories.flows.begin(realNameVerification, request);
  const play = (story: () => Promise<void>) => stories.tell({ business: records, io: pictures }, story);
  return { request, outcomes, messages, records, cleared, pictures, id, handle, begin, play };
}

test('a verdict by update succeeds, is recorded and told', async () => {
  const { request, outcomes, messages, cleared, id, handle, begin, play } = cast();
  const { realNameId, userUuid } = request;
  await play(async () => {
    await begin();
    await expect(begin()).rejects.toEqual(refused('already_running'));
    await expect(stories.flows.update(id, review, { verdict: 'maybe' })).rejects.toEqual(refused('invalid_value'));
    const decision = { verdict: 'approve', by: 'lee', requestId: 'r' };
    expect(await stories.flows.update(id, review, decision)).toBe('SUCCESS');
    expect(cleared).toEqual([userUuid]);
    expect(await handle.result()).toBe('SUCCESS');
  });
  await stories.keep(id, 'real-name-verification.happy');
  expect(outcomes).toEqual([{ realNameId, event: 'approve', by: 'lee', requestId: 'r' }]);
  expect(messages).toEqual([{ eventKey: `real-name:${realNameId}`, userUuid, key: 'SUCCESS_TO_REAL_NAME' }]);
});

test('a verdict by signal fails the request; what nobody can read changes nothing', async () => {
  const { outcomes, messages, id, handle, begin, play } = cast();
  await play(async () => {
    await begin();
    await stories.flows.signal(id, decide, 'nonsense');
    await stories.until(async () => (await stories.flows.query(id, standing))?.ignored.length === 1);
    expect(await stories.flows.query(id, standing)).toMatchObject({ state: 'WAITING' });
    await stories.flows.signal(id, decide, { verdict: 'refuse', remark: 'blurred' });
    expect(await handle.result()).toBe('FAIL');
  });
  await stories.keep(id, 'real-name-verification.refused');
  expect(outcomes).toMatchObject([{ event: 'refuse', remark: 'blurred' }]);
  expect(messages).toMatchObject([{ key: 'FAIL_TO_REAL_NAME', remark: 'blurred' }]);
});

test('a verdict in the name of the person counts for nothing', async () => {
  const { request, outcomes, id, handle, begin, play } = cast();
  const { userUuid: by } = request;
  await play(async () => {
    await begin();
    for (const verdict of ['approve', 'refuse'])
      await expect(stories.flows.update(id, review, { verdict, by })).rejects.toEqual(refused('same_person'));
    await stories.flows.signal(id, decide, { verdict: 'approve', by });
    await stories.until(async () => (await stories.flows.query(id, standing))?.ignored.length === 1);
    await stories.flows.update(id, review, { verdict: 'approve', by: 'lee' });
    expect(await handle.result()).toBe('SUCCESS');
  });
  expect(outcomes).toMatchObject([{ event: 'approve', by: 'lee' }]);
});

test('without a verdict it has failed after fourteen days', async () => {
  const { outcomes, messages, id, handle, begin, play } = cast();
  await play(async () => {
    await begin();
    await stories.env.sleep('335 hours');
    expect(await stories.flows.query(id, standing)).toMatchObject({ state: 'WAITING' });
    expect(await handle.result()).toBe('FAIL');
  });
  await stories.keep(id, 'real-name-verification.timed-out');
  expect(outcomes).toMatchObject([{ event: 'expire' }]);
  expect(messages).toMatchObject([{ key: 'FAIL_TO_REAL_NAME' }]);
});

test('its pictures go at every end, however long the storage is away', async () => {
  const { request, pictures, cleared, messages, id, handle, begin, play } = cast();
  const { removeCardPictures } = pictures;
  let failures = 3;
  pictures.removeCardPictures = async (given) => {
    if (failures-- > 0) throw new Error('storage away');
    await removeCardPictures(given);
  };
  await play(async () => {
    await begin();
    await stories.flows.signal(id, decide, { verdict: 'refuse' });
    expect(await handle.result()).toBe('FAIL');
  });
  await stories.keep(id, 'real-name-verification.pictures-removed');
  expect(await stories.patienceOf(id, 'removeCardPictures')).toBeGreaterThan(24 * 3600);
  expect([cleared, messages.length]).toEqual([[request.userUuid], 1]);
});

test('an operator who cancels the run fails it', async () => {
  const { outcomes, cleared, id, handle, begin, play } = cast();
  await play(async () => {
    await begin();
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow('Workflow execution cancelled');
  });
  await stories.keep(id, 'real-name-verification.cancelled');
  expect(outcomes).toMatchObject([{ event: 'cancel' }]);
  expect(cleared).toHaveLength(1);
});

test('a card that another account has shown is refused at once', async () => {
  const { outcomes, records, id, begin, play } = cast();
  records.recordRealName = async () => {
    throw new DomainError('conflict', 'card_taken');
  };
  await play(async () => {
    await expect(begin()).rejects.toEqual(refused('card_taken'));
    expect(await stories.flows.isRunning(id)).toBe(false);
  });
  await stories.keep(id, 'real-name-verification.failed');
  expect(outcomes).toEqual([]);
});

test('shows operators who waits for what until when, and nothing personal', async () => {
  const { request, id, handle, begin, play } = cast();
  await play(async () => {
    await begin();
    const details = await stories.detailsOf(id);
    for (const part of [request.userUuid, '**State** WAITING', 'update `review`', '"verdict": "approve"'])
      expect(details).toContain(part);
    const { raw } = await handle.describe();
    const indexed = raw.workflowExecutionInfo?.searchAttributes?.indexedFields ?? {};
    const stage = Buffer.from(indexed['Stage']?.data ?? []).toString();
    expect([stage, Buffer.from(indexed['WaitingFor']?.data ?? []).toString()]).toEqual(['"WAITING"', '"operator"']);
    for (const sealed of [request.sealed, request.cardDigest]) expect(details).not.toContain(sealed);
    await stories.flows.update(id, review, { verdict: 'approve' });
    await handle.result();
    expect(await stories.detailsOf(id)).not.toContain('How to act');
  });
});
