import type { Acting } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const mostCertificates = 100;
const longest = { reason: 200, by: 50, requestId: 64, proof: 64 }; // characters

/** Licences to give back; none named: all that are left. */
export interface RefundWish extends Acting {
  refundId?: string;
  certificates?: string[];
  reason: string;
}

const verdicts = ['confirm', 'refuse', 'retry'] as const;
export interface RefundVerdict extends Acting {
  refundId: string;
  verdict: (typeof verdicts)[number];
}

const misfit = (why: string) => new DomainError('invalid', 'invalid_value', why);

function objectIn(input: unknown): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw misfit('not a JSON object');
  return input as Record<string, unknown>;
}

function textOf(name: keyof typeof longest, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const isReadable = typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
  if (!isReadable || value.length > longest[name]) throw misfit(`${name} is no text, or too long`);
  return value;
}

function uuidIn(value: unknown): string {
  if (typeof value !== 'string' || !uuidShape.test(value)) throw misfit('not a uuid in lower case with dashes');
  return value;
}

function actingIn(given: Record<string, unknown>): Acting {
  const [by, requestId, proof] = (['by', 'requestId', 'proof'] as const).map((name) => textOf(name, given[name]));
  return { ...(by && { by }), ...(requestId && { requestId }), ...(proof && { proof }) };
}

/** What somebody asked to be given back, whatever it was; refuses `invalid_value` and says why. */
export function readRefundWish(input: unknown): RefundWish {
  const given = objectIn(input);
  const { refundId, certificates } = given;
  const reason = textOf('reason', given['reason']);
  if (!reason) throw misfit('a refund needs a reason');
  if (certificates === undefined || certificates === null)
    return { reason, ...(refundId !== undefined && { refundId: uuidIn(refundId) }), ...actingIn(given) };
  if (!Array.isArray(certificates) || certificates.length === 0 || certificates.length > mostCertificates)
    throw misfit('certificates is a list of uuids');
  const named = [...new Set(certificates.map(uuidIn))].toSorted();
  return {
    reason,
    certificates: named,
    ...(refundId !== undefined && { refundId: uuidIn(refundId) }),
    ...actingIn(given),
  };
}

/** What somebody decided about a refund, whatever it was; refuses `invalid_value` and says why. */
export function readRefundVerdict(input: unknown): RefundVerdict {
  const given = objectIn(input);
  const verdict = verdicts.find((one) => one === given['verdict']);
  if (!verdict) throw misfit('verdict is "confirm", "refuse" or "retry"');
  return { refundId: uuidIn(given['refundId']), verdict, ...actingIn(given) };
}
