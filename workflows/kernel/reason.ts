import { ApplicationFailure } from '@temporalio/workflow';

const faultText = '服务器错误';

/** What the owner may read of a failure: a refusal says it, a fault of ours is not theirs to see. */
export function reasonOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause)
    if (at instanceof ApplicationFailure && at.nonRetryable && at.details && at.details.length > 0) return at.message;
  return faultText;
}
