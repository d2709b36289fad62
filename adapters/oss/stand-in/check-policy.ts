import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { signPolicy } from '../post-policy.ts';
import { OssError } from './wording.ts';

const Policy = z.object({
  expiration: z.iso.datetime(),
  conditions: z
    .array(
      z.union([
        z.tuple([z.enum(['starts-with', 'eq']), z.string(), z.string()]),
        z.tuple([z.literal('content-length-range'), z.int(), z.int()]),
        z.record(z.string(), z.string()),
      ]),
    )
    .min(1),
});
type Condition = z.output<typeof Policy>['conditions'][number];

interface Form {
  fields: ReadonlyMap<string, string>;
  size: number; // bytes of the file
}

const denied = (message: string) => new OssError(403, 'AccessDenied', `Invalid according to Policy: ${message}`);

function read(policy: string): z.output<typeof Policy> {
  const bad = new OssError(400, 'InvalidPolicyDocument', 'Invalid Policy: Invalid JSON');
  try {
    const { data } = Policy.safeParse(JSON.parse(Buffer.from(policy, 'base64').toString()));
    if (data) return data;
  } catch {
    throw bad;
  }
  throw bad;
}

function requireCondition(condition: Condition, { fields, size }: Form): void {
  if (!Array.isArray(condition)) {
    for (const [name, value] of Object.entries(condition))
      if (fields.get(name) !== value) throw denied(`Policy Condition failed: ["eq", "$${name}", "${value}"]`);
    return;
  }
  if (condition[0] === 'content-length-range') {
    if (size < condition[1]) throw new OssError(400, 'EntityTooSmall', 'Your proposed upload is too small.');
    if (size > condition[2]) throw new OssError(400, 'EntityTooLarge', 'Your proposed upload is too large.');
    return;
  }
  const [how, name, value] = condition;
  const given = fields.get(name.replace('$', ''));
  const fits = how === 'eq' ? given === value : given?.startsWith(value);
  if (!fits) throw denied(`Policy Condition failed: ["${how}", "${name}", "${value}"]`);
}

const isSame = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

interface Key {
  accessKeyId: string;
  accessKeySecret: string;
}

/** Holds a form to the policy it carries, in the order in which OSS does; refuses as OSS does. */
export function checkPolicy(form: Form, { accessKeyId, accessKeySecret }: Key, now: number): void {
  const { fields } = form;
  const policy = fields.get('policy');
  if (!policy) throw new OssError(403, 'AccessDenied', 'Bucket ACL allows no anonymous writing.');
  if (fields.get('OSSAccessKeyId') !== accessKeyId)
    throw new OssError(403, 'InvalidAccessKeyId', 'The OSS Access Key Id you provided does not exist in our records.');
  if (!isSame(signPolicy(accessKeySecret, policy), fields.get('Signature') ?? fields.get('signature') ?? ''))
    throw new OssError(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    );
  const { expiration, conditions } = read(policy);
  if (Date.parse(expiration) <= now) throw denied('Policy expired.');
  for (const condition of conditions) requireCondition(condition, form);
}
