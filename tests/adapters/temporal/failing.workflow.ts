import { ApplicationFailure } from '@temporalio/workflow';

/** A workflow for the converter's test: it fails with something that nobody may read. */
export async function failing(): Promise<never> {
  throw ApplicationFailure.nonRetryable('王小明 is not known', 'unknown_account', 'not_found');
}
