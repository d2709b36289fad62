/** A workflow payload as JSON carries it: every value in base64. */
export interface WirePayload {
  metadata?: Record<string, string> | undefined;
  data?: string | undefined;
}

/** Seals and opens workflow payloads for operators who read them in the Temporal UI. */
export interface Payloads {
  encode(payloads: readonly WirePayload[]): Promise<WirePayload[]>;
  /** Refuses `unreadable_payload` for what was sealed with a key that is not ours, or changed since. */
  decode(payloads: readonly WirePayload[]): Promise<WirePayload[]>;
}
