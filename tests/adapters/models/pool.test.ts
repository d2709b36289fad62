import { setTimeout as sleep } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import { createModelPool, type ModelPool } from '#adapters/models/pool.ts';
import type * as Sample from './sample.worker.ts';

const file = new URL('./sample.worker.ts', import.meta.url);
const overloaded = expect.objectContaining({ kind: 'too_many', code: 'overloaded' });

const pools: ModelPool[] = [];
function open(options: Partial<Parameters<typeof createModelPool>[0]> = {}) {
  const pool = createModelPool({ threads: 1, ...options });
  pools.push(pool);
  return {
    close: pool.close,
    thread: () => pool.task<typeof Sample.thread>(file, 'thread')(undefined),
    doubled: pool.task<typeof Sample.doubled>(file, 'doubled'),
    wait: pool.task<typeof Sample.wait>(file, 'wait'),
    spin: () => pool.task<typeof Sample.spin>(file, 'spin')(undefined),
    refuse: pool.task<typeof Sample.refuse>(file, 'refuse'),
    fail: () => pool.task<typeof Sample.fail>(file, 'fail')(undefined),
  };
}
/** The thread that answers, however long it takes to start: a hasty pool ends one that is late, and starts another. */
async function started(pool: ReturnType<typeof open>): Promise<number> {
  for (;;) {
    const id = await pool.thread().catch(() => undefined);
    if (id !== undefined) return id;
  }
}
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
});

describe('the model pool', () => {
  test('computes in a thread of its own, which stays for the next task', async () => {
    const pool = open();
    const first = await pool.thread();
    expect(first).not.toBe(threadId);
    expect(await pool.thread()).toBe(first);
    expect(await pool.doubled(Float32Array.of(1, 2.5))).toEqual(Float32Array.of(2, 5));
  });

  test('hands on a refusal with kind, code and text, and a fault as a fault', async () => {
    const pool = open();
    await expect(pool.refuse('bad_picture')).rejects.toMatchObject({
      name: 'DomainError',
      kind: 'invalid',
      code: 'bad_picture',
      message: 'refused: bad_picture',
    });
    await expect(pool.fail()).rejects.toMatchObject({ name: 'TypeError', message: 'a fault' });
  });

  test('runs no more at once than it has threads', async () => {
    const pool = open({ threads: 2 });
    const threads = await Promise.all(Array.from({ length: 12 }, () => pool.thread()));
    expect(new Set(threads).size).toBeLessThanOrEqual(2);
  });

  test('refuses what finds the queue full, and takes more once there is room', async () => {
    const pool = open({ threads: 1, queue: 2 });
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => pool.wait(20)));
    expect(answers.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(answers.slice(3)).toEqual([
      { status: 'rejected', reason: overloaded },
      { status: 'rejected', reason: overloaded },
    ]);
    await expect(pool.wait(1)).resolves.toBe(1);
  });

  test('ends a thread that is late, refuses its caller and goes on with another thread', async () => {
    const pool = open({ timeLimitMs: 5000 });
    const before = await started(pool);
    await expect(pool.spin()).rejects.toEqual(overloaded);
    expect(await started(pool)).not.toBe(before);
  });

  test('refuses who waited too long for a thread', async () => {
    const pool = open({ timeLimitMs: 5000 });
    const late = pool.spin();
    const queued = pool.wait(1);
    await expect(late).rejects.toEqual(overloaded);
    await expect(queued).rejects.toEqual(overloaded);
  });

  test('lets threads end that have nothing to do', async () => {
    const pool = open({ idleMs: 20 });
    const first = await pool.thread();
    let now = first;
    while (now === first) {
      await sleep(200);
      now = await pool.thread();
    }
    expect(now).not.toBe(first);
  });

  test('gives up what is under way when it is closed, and may be closed without having been used', async () => {
    const pool = open();
    const [underWay] = await Promise.allSettled([pool.spin(), pool.close()]);
    expect(underWay).toMatchObject({ status: 'rejected' });
    await open().close();
  });
});
