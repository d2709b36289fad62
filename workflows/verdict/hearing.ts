import { allHandlersFinished, CancellationScope, condition, isCancellation, setHandler } from '@temporalio/workflow';
import { readDecision, type Decision } from '#domain/verification/decision.plan.ts';
import { open } from '../kernel/opening.ts';
import { refuse } from '../kernel/refuse.ts';
import { lifeOf, type Life, type Matter } from './life.ts';

const requireReadable = (input: unknown): void => void refuse(() => readDecision(input));

/** A signal has nobody to refuse to: what is unreadable is ignored in sight of all, what comes late silently. */
async function heed<S extends string, E extends string>(life: Life<S, E>, input: unknown): Promise<void> {
  if (!life.isOpen()) return;
  let decision: Decision;
  try {
    decision = readDecision(input);
  } catch (error) {
    life.ignore(error instanceof Error ? error.message : 'not readable');
    return;
  }
  await life.settle(decision.verdict, decision);
}

async function judge<S extends string, E extends string>(life: Life<S, E>, input: unknown): Promise<S> {
  const decision = readDecision(input);
  return life.settle(decision.verdict, decision);
}

/** An operator has cancelled the run: whatever is under way still comes to its end. */
async function close<S extends string, E extends string>(life: Life<S, E>): Promise<void> {
  if (life.isOpen()) await life.settle('cancel');
  await condition(allHandlersFinished);
}

/**
 * Records a matter and waits for an operator's verdict, its deadline or what else ends it, whichever comes first;
 * `opened` adds handlers of its own.
 */
export async function hear<S extends string, E extends string>(
  matter: Matter<S, E>,
  opened?: (life: Life<S, E>) => void,
): Promise<S> {
  const life = lifeOf(matter);
  const { review, decide, standing } = matter.messages;
  setHandler(standing, life.standing);
  await open(() => CancellationScope.nonCancellable(() => matter.open()));
  setHandler(review, (input) => judge(life, input), {
    validator: (input) => life.requireOpen() ?? requireReadable(input),
  });
  opened?.(life);
  setHandler(decide, (input) => heed(life, input));

  try {
    await condition(() => !life.isOpen(), life.deadline.getTime() - Date.now());
    if (life.isOpen()) await life.settle('expire');
    await condition(allHandlersFinished);
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => close(life));
    throw error;
  }
  return life.standing().state;
}
