import { allHandlersFinished, condition, defineUpdate, setHandler } from '@temporalio/workflow';
import { recordedName } from './flow.ts';

/** Answers when the first activity has recorded the process, or refuses with it. */
const recorded = defineUpdate<void>(recordedName);

/** Records the process and lets the one who began it know. */
export async function open(record: () => Promise<void>): Promise<void> {
  const opening = record();
  setHandler(recorded, () => opening);
  try {
    await opening;
  } catch (error) {
    await condition(allHandlersFinished);
    throw error;
  }
}
