import { allHandlersFinished, condition, defineUpdate, setHandler } from '@temporalio/workflow';
import { recordedName } from './flow.ts';

/** Answers when the first activity has recorded the process, or refuses with it. */
const recorded = defineUpdate<void>(recordedName);

/** Records the process, lets the one who began it know, and answers what was recorded. */
export async function open<T>(record: () => Promise<T>): Promise<T> {
  const opening = record();
  setHandler(recorded, () => opening.then(() => undefined));
  try {
    return await opening;
  } catch (error) {
    await condition(allHandlersFinished);
    throw error;
  }
}
