import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSandbox, type Sandbox } from '#tests/kit/sandbox.ts';
import { workflowBundle } from '#tests/kit/temporal.ts';
import { createRandom } from './random.ts';
import { VirtualServer, type Run } from './server.ts';

const day = 86_400_000;
const began = Date.UTC(2026, 0, 5);
const application = { verificationId: 'v-1', userUuid: 'u-1', name: 'Li', occupations: ['singer'] };

let sandbox: Sandbox;
let server: VirtualServer;
let run: Run;
beforeAll(async () => {
  const activities = ['recordApplication', 'recordOutcome', 'recordMessage', 'removeCardPictures'];
  sandbox = await openSandbox((await workflowBundle()).code, activities);
}, 120_000);
afterAll(async () => {
  for (const { sandboxed } of server.runs) await sandboxed.evict();
  await sandbox.close();
});

const tell = () => server.deliver(run, [...run.inbox]);

/** The activity that the run waits for ends well. */
async function pass(type: string): Promise<void> {
  const [task] = server.tasks;
  expect(task?.type).toBe(type);
  if (task) server.settle(task, { result: undefined });
  await tell();
}

async function begin(): Promise<void> {
  server = new VirtualServer(sandbox, createRandom(1), began);
  run = server.start('musicianVerification', 'musician-verification:u-1', [application]);
  await tell();
}

test('days pass at will, and a worker that is lost at every step changes nothing', async () => {
  await begin();
  for (const type of ['recordApplication', 'recordOutcome', 'removeCardPictures', 'recordMessage']) {
    await run.sandboxed.evict(); // the next step replays all that was before, and compares
    await pass(type);
    if (type !== 'recordApplication') continue;
    server.now += 14 * day;
    expect(server.ring()).toBe(1);
    await tell();
  }
  expect(run).toMatchObject({ status: 'completed', result: 'EXPIRED' });
});

test('what is asked of a process that is still opening is refused as busy, afterwards it is done', async () => {
  await begin();
  const early = server.update(run, 'review', [{ verdict: 'approve' }]);
  await tell();
  await expect(early).rejects.toMatchObject({ code: 'busy', kind: 'unavailable' });
  await pass('recordApplication');
  const review = server.update(run, 'review', [{ verdict: 'approve' }]);
  await tell();
  await pass('recordOutcome');
  await pass('removeCardPictures');
  await pass('recordMessage');
  await expect(review).resolves.toBe('APPROVED');
  expect(run).toMatchObject({ status: 'completed', result: 'APPROVED' });
});
