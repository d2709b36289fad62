import type { Acting } from './actor.ts';
import { DomainError } from './errors.ts';

// What operators type into the Temporal UI, and our endpoints send in the same words, is read here whatever it is.

const longest = { by: 64, requestId: 64, proof: 64, remark: 500, reason: 200 }; // characters

/** Refusal of what cannot be read; it never repeats what was sent. */
export const misfit = (why: string) => new DomainError('invalid', 'invalid_value', why);

export function objectIn(input: unknown, what: string): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw misfit(`${what} is a JSON object`);
  return input as Record<string, unknown>;
}

export function textIn(given: Record<string, unknown>, name: keyof typeof longest): string | undefined {
  const value = given[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw misfit(`${name} is not a text`);
  if (value.length > longest[name] || value.includes('\0') || !value.isWellFormed())
    throw misfit(`${name} is too long or not readable`);
  return value;
}

export const actingFields = ['by', 'requestId', 'proof'] as const;

export function actingIn(given: Record<string, unknown>): Acting {
  const [by, requestId, proof] = actingFields.map((name) => textIn(given, name));
  return { ...(by && { by }), ...(requestId && { requestId }), ...(proof && { proof }) };
}

/**
 * Refuses an object with other fields: a misspelt one would count as left out. Asked of what arrives, never of what was
 * accepted before.
 */
export function requireFields(input: unknown, fields: readonly string[]): void {
  const hasOthers = Object.keys(input ?? {}).some((name) => !fields.includes(name));
  if (hasOthers) throw misfit(`there are no other fields than ${fields.join(', ')}`);
}
