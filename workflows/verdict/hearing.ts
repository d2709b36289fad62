import {
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  patched,
  setHandler,
} from '@temporalio/workflow';
import { readDecision, requireActing, requireDecisionFields } from '#domain/verification/decision.plan.ts';
import { open } from '../kernel/opening.ts';
import { refuse } from '../kernel/refuse.ts';
import { lifeOf, type Life, type Matter } from './life.ts';

interface Of<S extends string, E extends string> {
  life: Life<S, E>;
  verdicts: Verdicts<E>;
}
type Verdicts<E extends string> = readonly (E | 'approve' | 'refuse')[] | undefined;

/** What somebody sent, as an event of the matter and what was said with it; refuses what is none. */
function read<E extends string>(verdicts: Verdicts<E>, input: unknown) {
  const { verdict, ...said } = readDecision<E>(input, verdicts);
  return { event: verdict, said };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'not readable');

/** What somebody sends now; what was accepted before goes on being read as it was. */
function readStrictly<E extends string>(verdicts: Verdicts<E>, input: unknown) {
  const decision = read(verdicts, input);
  requireDecisionFields(input);
  return decision;
}

/** The same of a signal, which is replayed: runs from before the change of this name read on what has other fields. */
function readSignal<E extends string>(verdicts: Verdicts<E>, input: unknown) {
  const decision = read(verdicts, input);
  try {
    requireDecisionFields(input);
  } catch (error) {
    if (patched('other-fields-ignored')) throw error;
  }
  return decision;
}

/** A signal has nobody to refuse to: what is unreadable is ignored in sight of all, what comes late silently. */
async function heed<S extends string, E extends string>(of: Of<S, E>, input: unknown): Promise<void> {
  const { life } = of;
  if (!life.isOpen()) return;
  let decision: ReturnType<typeof read<E>>;
  try {
    decision = readSignal(of.verdicts, input);
  } catch (error) {
    life.ignore(reasonOf(error));
    return;
  }
  try {
    await life.hold(decision.event, decision.said.by);
  } catch (error) {
    life.ignore(reasonOf(error));
    return;
  }
  if (life.isOpen()) await life.settle(decision.event, decision.said);
}

async function judge<S extends string, E extends string>(of: Of<S, E>, input: unknown): Promise<S> {
  const { event, said } = read(of.verdicts, input);
  await of.life.hold(event, said.by);
  of.life.requireOpen();
  return of.life.settle(event, said);
}

/** Handler options of what whoever applied takes back: not too late, and it can be read who says so. */
export const byWord = <S extends string, E extends string>(life: Life<S, E>) => ({
  validator: (said?: unknown): void => life.requireOpen() ?? refuse(() => requireActing(said)),
});

/** An operator has cancelled the run: whatever is under way still comes to its end. */
async function close<S extends string, E extends string>(life: Life<S, E>): Promise<void> {
  if (life.isOpen() && patched('cancelled-in-turn')) await life.hold('cancel');
  if (life.isOpen()) await life.settle('cancel');
  await life.recorded();
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
  const of = { life, verdicts: matter.verdicts };
  const { review, decide, standing } = matter.messages;
  setHandler(standing, life.standing);
  const found = await open(() => CancellationScope.nonCancellable(() => matter.open()));
  if (found) life.become(found);
  setHandler(review, (input) => judge(of, input), {
    validator: (input) => life.requireOpen() ?? void refuse(() => readStrictly(matter.verdicts, input)),
  });
  opened?.(life);
  setHandler(decide, (input) => heed(of, input));

  try {
    await condition(() => !life.isOpen(), life.deadline.getTime() - Date.now());
    if (life.isOpen()) await life.hold('expire');
    if (life.isOpen()) await life.settle('expire');
    await life.recorded();
    await condition(allHandlersFinished);
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => close(life));
    throw error;
  }
  return life.standing().state;
}
