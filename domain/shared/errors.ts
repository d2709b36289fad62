/** What kinds of refusal exist; each face maps every kind to a status of its own. */
export const errorKinds = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'too_many',
  'unavailable',
  // of an `Idempotency-Key`: 400, 409 and 422 in every face, as its draft has it
  'bad_key',
  'key_in_use',
  'key_reused',
] as const;
export type ErrorKind = (typeof errorKinds)[number];

/** A refusal that is the caller's to mend. `code` is what programs read, `message` what people read. */
export class DomainError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;

  constructor(kind: ErrorKind, code: string, message = code) {
    super(message);
    this.name = 'DomainError';
    this.kind = kind;
    this.code = code;
  }
}

/** A refusal that passes by itself, when what is under way has ended: never kept as the answer to an `Idempotency-Key`. */
export class PassingError extends DomainError {}

/** Whether it is the refusal of one of these codes. */
export const isRefusal = (error: unknown, ...codes: string[]): error is DomainError =>
  error instanceof DomainError && codes.includes(error.code);
