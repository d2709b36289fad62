import { allHandlersFinished, condition, defineUpdate, setHandler } from '@temporalio/workflow';

/** The update every process is begun with: it answers when the first activity has recorded the process, or refuses with it. */
export const recorded = defineUpdate<void>('recorded');

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
