interface Situation {
  userUuid: string;
  state: string;
  isOpen: boolean;
  deadline: Date;
  days: number;
  verdicts: readonly string[];
  /** What else may happen until the deadline. */
  note?: string | undefined;
  ignored: readonly string[];
}

const waiting = ({ deadline, days, verdicts, note }: Situation): string => `
**Waits for** the verdict of an operator, until ${deadline.toISOString()} (${days} days); then it expires.
${note ?? ''}

**How to act**: send the update \`review\` (it answers) or the signal \`decide\` with

\`\`\`json
{"verdict": "approve", "remark": "seen and checked", "by": "your sign"}
\`\`\`

\`verdict\` is ${verdicts.map((one) => `\`${one}\``).join(' or ')}; \`remark\` goes to the applicant, \`by\` to the audit; both may be left out.`;

/** What an operator reads in the Temporal UI; the applicant is an opaque id, and inputs are not repeated. */
export function detailsOf(situation: Situation): string {
  const { userUuid, state, isOpen, ignored } = situation;
  const parts = [`**Applicant** \`${userUuid}\``, `**State** ${state}`];
  if (isOpen) parts.push(waiting(situation).trim());
  if (ignored.length > 0) parts.push(`**Ignored inputs**\n${ignored.map((one) => `- ${one}`).join('\n')}`);
  return parts.join('\n\n');
}
