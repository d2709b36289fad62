import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startStories, type Stories } from '#tests/kit/story.ts';
import { accountCleanup } from '#workflows/account-cleanup/contract.ts';

let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());

test('the clean-up of accounts tries until the database answers, and says how much it removed', async () => {
  let calls = 0;
  const removeTraces = async (): Promise<number> => {
    calls += 1;
    if (calls === 1) throw new Error('connection lost');
    return 7;
  };
  const workflowId = accountCleanup.id();
  await stories.tell({ business: { removeTraces } }, async () => {
    const options = { workflowId, taskQueue: accountCleanup.queue };
    expect(await stories.env.client.workflow.execute(accountCleanup.type, options)).toBe(7);
    expect(await stories.detailsOf(workflowId)).toContain('7 rows removed');
  });
  expect(calls).toBe(2);
  await stories.keep(workflowId, 'account-cleanup.happy');
});
