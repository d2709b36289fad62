import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { daysAtATime } from '#domain/reconciliation/compare.plan.ts';
import { startStories, type Stories } from '#tests/kit/story.ts';
import { reconciliation } from '#workflows/reconciliation/contract.ts';

let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());

/** A night with a provider that says one thing after the other; the last one again and again. */
async function play(name: string, said: string[], days = ['2026-01-01'], later: string[] = []) {
  const compared: string[] = [];
  const unreadable: string[] = [];
  const pending = [days, later];
  let asked = 0;
  const fits = { matched: 3, missingHere: 0, missingThere: name === 'differences' ? 1 : 0, different: 0 };
  const activities = {
    business: {
      listPendingDays: async () => pending.shift() ?? [],
      recordComparison: async ({ day, isUnreadable }: { day: string; isUnreadable: boolean }) => {
        compared.push(day);
        if (isUnreadable) unreadable.push(day);
        return { day, ...fits };
      },
    },
    io: {
      fetchBill: async () => {
        const state = said[Math.min(asked, said.length - 1)];
        asked++;
        return state;
      },
    },
  };
  const workflowId = `reconciliation-${name}`;
  const { client } = stories;
  const details = await stories.tell(activities, async () => {
    const handle = await client.workflow.start(reconciliation.type, { workflowId, taskQueue: 'business', args: [] });
    await handle.result();
    return stories.detailsOf(workflowId);
  });
  await stories.keep(workflowId, `reconciliation.${name}`);
  return { compared, unreadable, asked, details };
}

test('compares every day whose bill is there', async () => {
  const { compared, details } = await play('happy', ['ready'], ['2026-01-01', '2026-01-02']);
  expect(compared).toEqual(['2026-01-01', '2026-01-02']);
  expect(details).toContain('All fits.');
});

test('says where there is nothing to compare', async () => {
  const { asked, details } = await play('nothing', ['ready'], []);
  expect([asked, details]).toEqual([0, 'Every day up to yesterday is compared already.']);
});

test('waits for a bill that is late, and says that something differs', async () => {
  const { compared, asked, details } = await play('differences', ['absent', 'unknown', 'ready']);
  expect([compared.length, asked]).toEqual([1, 3]);
  expect(details).toContain('1 missing there');
});

test.each([
  ['late', 'absent'],
  ['unknown', 'unknown'],
])('leaves a bill that is %s until the night is over to the next one', async (name, state) => {
  const { compared, asked, details } = await play(name, [state]);
  expect([compared.length, asked]).toEqual([0, 36]);
  expect(details).toContain('the next night tries again');
});

test('does not wait for a bill that will not come', async () => {
  const { compared, asked } = await play('none', ['none']);
  expect([compared.length, asked]).toEqual([1, 1]);
});

test('goes on where a bill can never be read, and says so', async () => {
  const said = Array.from({ length: 36 }, () => 'unreadable');
  const { compared, unreadable, details } = await play('unreadable', [...said, 'ready'], ['2026-01-01', '2026-01-02']);
  expect([compared, unreadable]).toEqual([['2026-01-01', '2026-01-02'], ['2026-01-01']]);
  expect(details).toMatch(/Differences[^]*2026-01-01 cannot be read/);
});

test('goes on in another run when a month was not enough', async () => {
  const month = Array.from({ length: daysAtATime }, (_, i) => `2026-01-${String(i + 1).padStart(2, '0')}`);
  const { compared } = await play('long', ['ready'], month, ['2026-02-01']);
  expect(compared).toEqual([...month, '2026-02-01']);
});
