import { yuanOf } from '#domain/shared/money.ts';
import type { OrderTerms, RefundSheet } from '#domain/orders/order.plan.ts';
import type { Standing } from '../kernel/standing.ts';

export type Stage = 'PAYABLE' | 'CLOSING' | 'WATCHING' | 'CANCELED' | 'REFUNDABLE' | 'FINISHED';

export interface Situation {
  orderId: string;
  terms: OrderTerms;
  stage: Stage;
  /** Until when the stage lasts. */
  until: Date | undefined;
  refunds: readonly RefundSheet[];
  /** What the provider said last. */
  heard: string;
}

const meanings: Record<Stage, string> = {
  PAYABLE: 'Waits for the buyer to pay. The provider tells of it, and is asked in any case, ever less often.',
  CLOSING: 'Is to be closed: the provider is asked until it is known whether the buyer was faster.',
  WATCHING: 'Is canceled, but its code could still be paid at the provider: such money goes back by itself.',
  CANCELED: 'Is canceled; nothing was paid, or it was given back.',
  REFUNDABLE: 'Is paid and its certificates are issued; administrators may give licences back.',
  FINISHED: 'Is paid; the time for refunds is over.',
};

const howToRefund = `**How to give licences back**: send the update \`refund\` with

\`\`\`json
{"reason": "bought twice", "certificates": ["<uuid>"], "by": "your sign"}
\`\`\`

Without \`certificates\` all that are left are given back. Large sums are asked for at the endpoint
\`POST /vfine/v1/admin/orders/<uuid>/refunds\`, and wait for a second administrator.`;

const howToDecide = (
  refundId: string,
): string => `**Waits for another administrator** than who asked for it, at the endpoint \`POST /vfine/v1/admin/refunds/${refundId}/decision\` with

\`\`\`json
{"verdict": "confirm"}
\`\`\`

or \`"refuse"\`, and an \`Idempotency-Key\`.`;

const howToRetry = (
  refundId: string,
): string => `**Blocked**: mend what the provider complains of (\`blocked_by\` of the row), then send the update \`decideRefund\` with

\`\`\`json
{"refundId": "${refundId}", "verdict": "retry", "by": "your sign"}
\`\`\``;

const waits: Partial<Record<RefundSheet['status'], string>> = { WAITING: 'administrator', BLOCKED: 'operator' };
const stageWaits: Partial<Record<Stage, string>> = { PAYABLE: 'buyer', CLOSING: 'provider', WATCHING: 'provider' };

function refundLines(refunds: readonly RefundSheet[]): string[] {
  const rows = refunds.map(({ refundId, fen, status }) => `- \`${refundId}\` ¥${yuanOf(fen)} **${status}**`);
  const first = (wanted: RefundSheet['status']) => refunds.find(({ status }) => status === wanted);
  const [waiting, blocked] = [first('WAITING'), first('BLOCKED')];
  return [
    ...(rows.length > 0 ? [`**Refunds**\n${rows.join('\n')}`] : []),
    ...(waiting ? [howToDecide(waiting.refundId)] : []),
    ...(blocked ? [howToRetry(blocked.refundId)] : []),
  ];
}

/** What an operator reads in the Temporal UI; nobody is named. */
export function standingOf({ orderId, terms, stage, until, refunds, heard }: Situation): Standing {
  const pending = refunds.find(({ status }) => waits[status] !== undefined);
  const sending = refunds.some(({ status }) => status === 'SENDING');
  const waitingFor = pending ? waits[pending.status] : (stageWaits[stage] ?? (sending ? 'provider' : undefined));
  const lines = [
    `**Order** \`${orderId}\`, ¥${yuanOf(terms.totalFen)}, trade \`${terms.number}\``,
    `**${stage}**: ${meanings[stage]}${until ? ` Until ${until.toISOString()}.` : ''}`,
    `**The provider said last**: ${heard}`,
    ...refundLines(refunds),
    ...(stage === 'REFUNDABLE' ? [howToRefund] : []),
  ];
  return { stage, ...(waitingFor && { waitingFor }), ...(until && { deadline: until }), details: lines.join('\n\n') };
}
