import type { Acting } from '#domain/shared/actor.ts';
import { actingFields, actingIn, misfit, objectIn, requireFields, textIn } from '#domain/shared/typed.plan.ts';

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const mostCertificates = 100;

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

function uuidIn(value: unknown): string {
  if (typeof value !== 'string' || !uuidShape.test(value)) throw misfit('not a uuid in lower case with dashes');
  return value;
}

/** What somebody asked to be given back, whatever it was; refuses `invalid_value` and says why. */
export function readRefundWish(input: unknown): RefundWish {
  const given = objectIn(input, 'a refund');
  const { refundId, certificates } = given;
  const reason = textIn(given, 'reason');
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

/** Refuses a wish that cannot be read, and one whose list of licences is misspelt or null: it would be read as all of them. */
export function requireRefundWish(input: unknown): void {
  readRefundWish(input);
  requireFields(input, ['refundId', 'certificates', 'reason', ...actingFields]);
  if (objectIn(input, 'a refund')['certificates'] === null) throw misfit('certificates is a list of uuids');
}

/** What somebody decided about a refund, whatever it was; refuses `invalid_value` and says why. */
export function readRefundVerdict(input: unknown): RefundVerdict {
  const given = objectIn(input, 'a decision');
  const verdict = verdicts.find((one) => one === given['verdict']);
  if (!verdict) throw misfit('verdict is "confirm", "refuse" or "retry"');
  return { refundId: uuidIn(given['refundId']), verdict, ...actingIn(given) };
}

/** Refuses a verdict that cannot be read, or has other fields. */
export function requireRefundVerdict(input: unknown): void {
  readRefundVerdict(input);
  requireFields(input, ['refundId', 'verdict', ...actingFields]);
}
