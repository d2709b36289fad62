import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { uploadReconciliation } from '#workflows/upload-reconciliation/contract.ts';
import { startStories, type Stories } from '#tests/kit/story.ts';

let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());

test('all folders are compared, batch by batch, though the store fails once', async () => {
  const asked: string[] = [];
  const answers: Record<string, { found: number; last?: string }> = {
    '0': { found: 2, last: '50' },
    '50': { found: 0, last: '99' },
    '99': { found: 1 },
  };
  let failures = 1;
  const io = {
    async repairLostUploads({ after }: { after: string }) {
      asked.push(after);
      if (after === '50' && failures-- > 0) throw new Error('the store does not answer');
      return answers[after];
    },
  };
  await stories.tell({ io }, async () => {
    const workflowId = uploadReconciliation.id();
    const found = await stories.client.workflow.execute(uploadReconciliation.type, {
      workflowId,
      taskQueue: uploadReconciliation.queue,
      args: [],
    });
    expect({ found, asked }).toEqual({ found: 3, asked: ['0', '50', '50', '99'] });
    expect(await stories.detailsOf(workflowId)).toContain('3 uploads found');
    await stories.keep(workflowId, 'upload-reconciliation.happy');
  });
});
