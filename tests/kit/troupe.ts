import { Context } from '@temporalio/activity';
import type { Worker } from '@temporalio/worker';

type Activity = (...args: unknown[]) => unknown;

/** Activities of each queue; a queue that is not named has no worker. */
export type Parts = Readonly<Record<string, object>>;

/** The workers of a test file, one a queue: they stay from story to story, for they take a second to start, and do what the story has them do. */
export function createTroupe(hire: (taskQueue: string, activities: object) => Promise<Worker>) {
  const hired = new Map<string, { worker: Worker; running: Promise<void> }>();
  let parts: Parts = {};

  async function act(taskQueue: string, args: unknown[]): Promise<unknown> {
    const { activityType } = Context.current().info;
    const own = parts[taskQueue] as Record<string, Activity> | undefined;
    const activity = own?.[activityType];
    if (!activity) throw new Error(`this story has no ${activityType} in ${taskQueue}`);
    return activity.apply(own, args);
  }

  async function add(taskQueue: string): Promise<void> {
    const worker = await hire(taskQueue, { default: (...args: unknown[]) => act(taskQueue, args) });
    hired.set(taskQueue, { worker, running: worker.run() });
  }

  async function remove(taskQueue: string): Promise<void> {
    const { worker, running } = hired.get(taskQueue) ?? {};
    hired.delete(taskQueue);
    worker?.shutdown();
    await running?.catch(() => undefined);
  }

  return {
    async play<T>(wanted: Parts, story: () => Promise<T>): Promise<T> {
      parts = wanted;
      const idle = [...hired.keys()].filter((queue) => !(queue in wanted));
      const missing = Object.keys(wanted).filter((queue) => !hired.has(queue));
      await Promise.all([...idle.map(remove), ...missing.map(add)]);
      return story();
    },
    close: async (): Promise<void> => void (await Promise.all([...hired.keys()].map(remove))),
  };
}
