import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { DomainError } from '#domain/shared/errors.ts';

/** Turns a refusal of the domain into a failure that is not retried; everything else is tried again. */
export const refusals: ActivityInboundCallsInterceptor = {
  async execute(input, next) {
    try {
      return await next(input);
    } catch (error) {
      if (error instanceof DomainError) throw ApplicationFailure.nonRetryable(error.message, error.code, error.kind);
      throw error;
    }
  },
};
