import { createHmac } from 'node:crypto';

/** Conditions of a PostObject policy that we write and the stand-in reads. */
type Condition =
  | Record<string, string>
  | ['starts-with' | 'eq', string, string]
  | ['content-length-range', number, number];

export interface PostPolicy {
  expiration: string;
  conditions: Condition[];
}

export const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

/** OSS signs the base64 of the policy: base64 of HMAC-SHA1. */
export const signPolicy = (secret: string, policy: string): string =>
  createHmac('sha1', secret).update(policy).digest('base64');
