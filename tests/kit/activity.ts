import { asyncLocalStorage, Context, type Info } from '@temporalio/activity';
import { noopMetricMeter, type Logger } from '@temporalio/common';

const said = (): void => undefined;
const silent: Logger = { log: said, trace: said, debug: said, info: said, warn: said, error: said };
const never = new Promise<never>(() => undefined);

/**
 * Runs work as an activity of the attempt or run given. Light: the SDK's MockActivityEnvironment, which also cancels and
 * hears heartbeats, loads a whole worker.
 */
export function asActivity(info: Partial<Info> = {}) {
  const { signal } = new AbortController();
  const workflowExecution = { workflowId: 'test', runId: '00000000-0000-0000-0000-000000000000' };
  const known = { attempt: 1, activityId: 'test', activityType: 'test', workflowExecution, ...info } as Info;
  const context = new Context(known, never, signal, said, undefined, silent, noopMetricMeter, {});
  return { run: <R>(work: () => Promise<R>): Promise<R> => asyncLocalStorage.run(context, work) };
}
