import type { Acting } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';

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

const longest = { remark: 500, by: 64, requestId: 64, proof: 64 }; // characters

function textOf(name: keyof typeof longest, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new DomainError('invalid', 'invalid_value', `${name} is not a text`);
  if (value.length > longest[name] || value.includes('\0') || !value.isWellFormed())
    throw new DomainError('invalid', 'invalid_value', `${name} is too long or not readable`);
  return value;
}

function objectIn(input: unknown, what: string): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new DomainError('invalid', 'invalid_value', what);
  return input as Record<string, unknown>;
}

function actingIn(given: Record<string, unknown>): Acting {
  const [by, requestId, proof] = (['by', 'requestId', 'proof'] as const).map((name) => textOf(name, given[name]));
  return { ...(by && { by }), ...(requestId && { requestId }), ...(proof && { proof }) };
}

/** Who takes back what waits, as they say themselves, whatever they sent; refuses `invalid_value`. */
export const readActing = (input: unknown): Acting =>
  input === undefined || input === null ? {} : actingIn(objectIn(input, 'who acts is a JSON object'));

/** What somebody sent as a decision, whatever it was; refuses `invalid_value` and says why without repeating the input. */
export function readDecision<V extends string = CommonVerdict>(
  input: unknown,
  verdicts: readonly (V | CommonVerdict)[] = commonVerdicts,
): Decision<V | CommonVerdict> {
  const given = objectIn(input, 'a decision is a JSON object with a verdict');
  const verdict = verdicts.find((one) => one === given.verdict);
  if (!verdict)
    throw new DomainError(
      'invalid',
      'invalid_value',
      `verdict is none of ${verdicts.map((one) => `"${one}"`).join(', ')}`,
    );
  const remark = textOf('remark', given.remark);
  return { verdict, ...(remark && { remark }), ...actingIn(given) };
}
