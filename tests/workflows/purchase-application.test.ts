import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SystemMessage } from '#activities/business/messages.ts';
import type { PurchaseOutcome, PurchaseRequest } from '#domain/orders/purchase.plan.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { refused, startStories, type Stories } from '#tests/kit/story.ts';
import { purchaseApplication, purchaseOf, review } from '#workflows/purchase-application/contract.ts';

// What it shares with the other verdicts is told there.
let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());

function cast() {
  const request: PurchaseRequest = {
    purchaseUuid: randomUUID(),
    userUuid: randomUUID(),
    workUuid: randomUUID(),
    remark: 'for a film',
  };
  const [outcomes, messages]: [PurchaseOutcome[], SystemMessage[]] = [[], []];
  const records = {
    recordPurchase: async (_request: PurchaseRequest): Promise<void> => undefined,
    recordPurchaseEnd: async (outcome: PurchaseOutcome) => void outcomes.push(outcome),
    recordMessage: async (message: SystemMessage) => void messages.push(message),
  };
  const id = purchaseOf(request);
  const begin = () => stories.flows.begin(purchaseApplication, request);
  const play = (story: () => Promise<void>) => stories.tell({ business: records }, story);
  return {
    request,
    outcomes,
    messages,
    records,
    id,
    begin,
    play,
    result: () => stories.client.workflow.getHandle(id).result(),
  };
}

test('an operator answers, and whoever asked is told', async () => {
  const { request, outcomes, messages, id, begin, play, result } = cast();
  await play(async () => {
    await begin();
    await expect(begin()).rejects.toEqual(refused('already_running'));
    expect(await stories.flows.update(id, review, { verdict: 'approve', remark: 'call us' })).toBe('SUCCESS');
    expect(await result()).toBe('SUCCESS');
  });
  await stories.keep(id, 'purchase-application.happy');
  expect(outcomes).toEqual([{ purchaseUuid: request.purchaseUuid, event: 'approve', remark: 'call us' }]);
  expect(messages).toMatchObject([{ userUuid: request.userUuid, key: 'SUCCESS_TO_PURCHASE', remark: 'call us' }]);
});

test('without an answer it has failed after fourteen days', async () => {
  const { outcomes, messages, begin, play, result } = cast();
  await play(async () => {
    await begin();
    expect(await result()).toBe('FAIL');
  });
  expect(outcomes).toMatchObject([{ event: 'expire' }]);
  expect(messages).toMatchObject([{ key: 'FAIL_TO_PURCHASE' }]);
});

test('what cannot be asked for is refused at once', async () => {
  const { records, id, begin, play } = cast();
  records.recordPurchase = async () => {
    throw new DomainError('conflict', 'unsupported');
  };
  await play(async () => {
    await expect(begin()).rejects.toEqual(refused('unsupported'));
    expect(await stories.flows.isRunning(id)).toBe(false);
  });
});
