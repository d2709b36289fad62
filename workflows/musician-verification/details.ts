import { waitingDays } from '#domain/verification/application.plan.ts';
import type { VerificationState } from '#domain/verification/verification.machine.ts';

interface Situation {
  userUuid: string;
  state: VerificationState;
  deadline: Date;
  ignored: readonly string[];
}

const waiting = ({ deadline }: Situation): string => `
**Waits for** the verdict of an operator, until ${deadline.toISOString()} (${waitingDays} days); then it expires.
The applicant may withdraw until then.

**How to act**: send the update \`review\` (it answers) or the signal \`decide\` with

\`\`\`json
{"verdict": "approve", "remark": "seen and heard", "by": "your sign"}
\`\`\`

\`verdict\` is \`approve\` or \`refuse\`; \`remark\` goes to the applicant, \`by\` to the audit; both may be left out.`;

/** What an operator reads in the Temporal UI; the applicant is an opaque id, and inputs are not repeated. */
export function detailsOf(situation: Situation): string {
  const { userUuid, state, ignored } = situation;
  const parts = [`**Applicant** \`${userUuid}\``, `**State** ${state}`];
  if (state === 'PENDING') parts.push(waiting(situation).trim());
  if (ignored.length > 0) parts.push(`**Ignored inputs**\n${ignored.map((one) => `- ${one}`).join('\n')}`);
  return parts.join('\n\n');
}
