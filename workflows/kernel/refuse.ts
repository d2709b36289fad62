import { ApplicationFailure } from '@temporalio/common';
import { DomainError } from '#domain/shared/errors.ts';

/** Runs a domain rule; its refusal becomes a failure that is not retried and keeps its kind and code. */
export function refuse<T>(rule: () => T): T {
  try {
    return rule();
  } catch (error) {
    if (error instanceof DomainError) throw ApplicationFailure.nonRetryable(error.message, error.code, error.kind);
    throw error;
  }
}
