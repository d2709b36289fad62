import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  defineUpdate,
  setDefaultUpdateHandler,
  setHandler,
} from '@temporalio/workflow';
import { recordedName } from './flow.ts';

/** Answers when the first activity has recorded the process, or refuses with it. */
const recorded = defineUpdate<void>(recordedName);

/** Whoever asks for something else meanwhile is told to come again: without a handler the SDK's own failure would be the answer. */
const comeAgain = (): never => {
  throw ApplicationFailure.nonRetryable('busy', 'busy', 'unavailable');
};

/** Records the process, lets the one who began it know, and answers what was recorded. */
export async function open<T>(record: () => Promise<T>): Promise<T> {
  const opening = record();
  setHandler(recorded, () => opening.then(() => undefined));
  setDefaultUpdateHandler(comeAgain); // takes all that has no handler yet
  try {
    const answer = await opening;
    setDefaultUpdateHandler(undefined);
    return answer;
  } catch (error) {
    await condition(allHandlersFinished);
    throw error;
  }
}
