import { ApplicationFailure } from '@temporalio/common';
import { DomainError, errorKinds, type ErrorKind } from '#domain/shared/errors.ts';

const isKind = (kind: unknown): kind is ErrorKind => errorKinds.some((one) => one === kind);

/** The domain's refusal inside a failure that came back from a process, however deep; undefined where there is none. */
export function refusalIn(error: unknown): DomainError | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const kind: unknown = at instanceof ApplicationFailure ? at.details?.[0] : undefined;
    if (at instanceof ApplicationFailure && isKind(kind))
      return new DomainError(kind, at.type ?? 'refused', at.message);
  }
  return undefined;
}
