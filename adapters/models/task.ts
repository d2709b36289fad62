import { z } from 'zod';
import { DomainError, errorKinds } from '#domain/shared/errors.ts';

/** Between threads an error keeps its message and its cause, nothing else. */
const Refusal = z.object({
  message: z.string(),
  cause: z.object({ refusal: z.object({ kind: z.enum(errorKinds), code: z.string() }) }),
});

/** A function of a worker file that the pool can run: what it refuses reaches the caller as a refusal. */
export const task =
  <I, O>(work: (input: I) => O | Promise<O>) =>
  async (input: I): Promise<O> => {
    try {
      return await work(input);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { kind, code, message } = error;
      throw Object.assign(new Error(message), { cause: { refusal: { kind, code } } });
    }
  };

/** The refusal that a task threw in its thread, if it was one. */
export function refusalIn(error: unknown): DomainError | undefined {
  const { data } = Refusal.safeParse(error);
  return data && new DomainError(data.cause.refusal.kind, data.cause.refusal.code, data.message);
}
