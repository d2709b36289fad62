import type { Acting } from '#domain/shared/actor.ts';
import { actingFields, actingIn, misfit, objectIn, requireFields, textIn } from '#domain/shared/typed.plan.ts';

const commonVerdicts = ['approve', 'refuse'] as const;
type CommonVerdict = (typeof commonVerdicts)[number];

/** An operator's word on an application, by our endpoint (then with its `proof`) or typed into the Temporal UI. */
export interface Decision<V extends string = CommonVerdict> extends Acting {
  verdict: V;
  remark?: string;
}

/** What may end anything that waits for an operator: a verdict, a run that was cancelled, the deadline. */
export type VerdictEvent = CommonVerdict | 'cancel' | 'expire';

/** How something that waited for a verdict ended, and who ended it where somebody did. */
export interface Ending<Event extends string> extends Omit<Decision, 'verdict'> {
  event: Event;
}

/** How long whoever applies for something waits for a verdict. */
export const waitingDays = 14;

/** Who takes back what waits, as they say themselves, whatever they sent; refuses `invalid_value`. */
export const readActing = (input: unknown): Acting =>
  input === undefined || input === null ? {} : actingIn(objectIn(input, 'who acts'));

/** Refuses what does not say who takes back what waits, or has other fields. */
export function requireActing(input: unknown): void {
  readActing(input);
  requireFields(input, actingFields);
}

/** What somebody sent as a decision, whatever it was; refuses `invalid_value` and says why without repeating the input. */
export function readDecision<V extends string = CommonVerdict>(
  input: unknown,
  verdicts: readonly (V | CommonVerdict)[] = commonVerdicts,
): Decision<V | CommonVerdict> {
  const given = objectIn(input, 'a decision');
  const verdict = verdicts.find((one) => one === given.verdict);
  if (!verdict) throw misfit(`verdict is none of ${verdicts.map((one) => `"${one}"`).join(', ')}`);
  const remark = textIn(given, 'remark');
  return { verdict, ...(remark && { remark }), ...actingIn(given) };
}

/** Refuses a decision with other fields: a misspelt remark would be none. */
export const requireDecisionFields = (input: unknown): void =>
  requireFields(input, ['verdict', 'remark', ...actingFields]);
