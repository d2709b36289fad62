import { z } from 'zod';
import type { Contact } from '#domain/accounts/contact-code.plan.ts';
import { isBlank } from '#domain/shared/blank.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { isStorable } from '#domain/shared/storable.ts';

/** A text that the database can hold. */
export const text = (longest: number) => z.string().max(longest).refine(isStorable);
export const requiredText = (longest: number) => text(longest).min(1);
/** A text that shows something: names on certificates, reasons and remarks about money. */
export const visibleText = (longest: number) => requiredText(longest).refine((value) => !isBlank(value));
export const path = requiredText(500);
export const password = requiredText(128);

const longestJson = 20_000; // characters

/** How deep it may be nested is the kernel's to say. */
function fits(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isStorable(key) && fits(inner));
}
/** Any JSON of a reasonable size; what it means is the client's own business. */
export const freeJson = z
  .unknown()
  .refine((value) => fits(value) && (JSON.stringify(value) ?? '').length <= longestJson);

/** Upper case, lower case and without dashes; used in lower case with dashes. */
export const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i)
  .transform((value) => {
    const hex = value.toLowerCase().replaceAll('-', '');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  });
/** Digits only; numbers that no row can have are no ids. */
export const numberId = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(Number)
  .refine((id) => id <= 2_147_483_647);

/** A phone with its country code, or a mail address; the other one may be empty. */
export const contactFields = {
  phone: z
    .string()
    .overwrite((value) => value.replace(/^ (?=\d)/, '+')) // a plus sign in a query or form that nobody escaped
    .regex(/^(\+[1-9]\d{6,14})?$/)
    .nullish()
    .meta({ example: '+8618566669999' }),
  email: z
    .union([z.literal(''), z.email().max(254)])
    .nullish()
    .meta({ example: 'a@163.com' }),
};

/** The one contact that was given; refuses `missing` where neither was, `invalid_value` where both are empty. */
export function contactOf(
  { phone, email }: { phone?: string | null | undefined; email?: string | null | undefined },
  missing: 'missing_body_field' | 'missing_query_params' = 'missing_body_field',
): Contact {
  if (phone) return { phone };
  if (email) return { email: email.toLowerCase() };
  const isAbsent = (phone ?? email) === undefined || (phone ?? email) === null;
  throw new DomainError('invalid', isAbsent ? missing : 'invalid_value');
}

/** A query flag: empty or absent asks for both. */
export const readFilter = z
  .enum(['', 'true', 'false'])
  .default('')
  .meta({ description: 'empty: all, true: read, false: unread' });
export const isRead = (value: '' | 'true' | 'false'): boolean | undefined => (value ? value === 'true' : undefined);

/** For lists that the document prints whole: a page is as long as pages get, unless less is asked for. */
export const wholePage = { page_size: z.coerce.number().int().min(1).default(100) };

/** The answer of 204. */
export const Nothing = z.void();
