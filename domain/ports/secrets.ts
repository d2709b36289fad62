/** Keyed one-way digests and two-way sealing; the keys stay inside. */
export interface Secrets {
  /** HMAC-SHA-256 as 64 hex characters: a blind index, a code's digest, a counter's bucket. */
  digest(purpose: string, value: string): string;
  /** Six decimal digits that only the holder of the key can tell from the id. */
  codeFor(id: string): string;
  /** AES-256-GCM; the text opens only with the same purpose. */
  seal(purpose: string, plain: string): string;
  open(purpose: string, sealed: string): string;
}

/** Argon2id, at least 19 MiB and two passes (OWASP password storage). */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long without a hash as with one, so that unknown accounts cannot be told by time. */
  verify(hash: string | undefined, password: string): Promise<boolean>;
}
