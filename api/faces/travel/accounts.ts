import type { AccountKey } from '#domain/accounts/find-account.ts';
import type { ProfileChange } from '#domain/accounts/profile.plan.ts';
import { DomainError } from '#domain/shared/errors.ts';

interface Named {
  user?: string | undefined;
  uid?: string | undefined;
  uname?: string | undefined;
  phone?: string | undefined;
  email?: string | undefined;
}

const highestUid = 2_147_483_647;
const phoneForm = /^1[3-9]\d{9}$/;
const mailForm = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;
const longestMail = 254;
const unameForm = /^[\p{L}\p{M}\p{Nd}_-]{1,30}$/u;

const isMail = (text: string): boolean => mailForm.test(text.trim()) && text.length <= longestMail;
const emailOf = (text: string): string => text.trim().toLowerCase();

/** None where the text cannot be a uid. */
const uidKeys = (text: string): AccountKey[] =>
  /^\d+$/.test(text) && Number(text) <= highestUid ? [{ id: Number(text) }] : [];

/** `user` is an e-mail where it has an @, else a phone, else a uid, else a name. */
function detect(user: string): AccountKey[] {
  if (user.includes('@')) return [{ email: emailOf(user) }];
  if (/^1\d{10}$/.test(user)) return [{ phone: user }, ...uidKeys(user)];
  return /^\d+$/.test(user) ? uidKeys(user) : [{ uname: user.normalize('NFC') }];
}

/** What to look the account up by, in order; refuses `invalid_input` unless exactly one field names it. */
export function keysOf({ user, uid, uname, phone, email }: Named): AccountKey[] {
  if ([user, uid, uname, phone, email].filter((one) => one !== undefined).length !== 1)
    throw new DomainError('invalid', 'invalid_input');
  if (user !== undefined) return detect(user.trim());
  if (uid !== undefined) return uidKeys(uid.trim());
  if (phone !== undefined) return [{ phone: phone.trim() }];
  if (email !== undefined) return [{ email: emailOf(email) }];
  return uname === undefined ? [] : [{ uname: uname.normalize('NFC') }];
}

interface Wanted {
  uname?: string | undefined;
  phone?: string | undefined;
  email?: string | undefined;
  password?: string | undefined;
}

const refuse = (code: string) => new DomainError('invalid', code);

/** What an account may be called and reached by; refuses with a code for each documented text. */
export function checkRegistration({ uname, phone, email, password }: Wanted) {
  if (!uname || !password) throw refuse('name_or_password_missing');
  const name = uname.trim().normalize('NFC');
  if (/^\p{Nd}+$/u.test(name)) throw refuse('uname_all_digits');
  if (!unameForm.test(name)) throw refuse('uname_special');
  if (!phone && !email) throw refuse('contact_missing');
  if (phone && !phoneForm.test(phone.trim())) throw refuse('phone_malformed');
  if (email && !isMail(email)) throw refuse('contact_missing');
  return { uname: name, phone: phone?.trim(), email: email && emailOf(email), password };
}

interface Changed {
  gender?: string | undefined;
  intro?: string | undefined;
  phone?: string | undefined;
  email?: string | undefined;
}

/** What is to change of a profile; refuses `invalid_input` or `phone_malformed`. */
export function checkProfile({ gender, intro, phone, email }: Changed): ProfileChange {
  if (gender !== undefined && !/^[012]$/.test(gender.trim())) throw refuse('invalid_input');
  if (phone !== undefined && !phoneForm.test(phone.trim())) throw refuse('phone_malformed');
  if (email !== undefined && !isMail(email)) throw refuse('invalid_input');
  return {
    ...(gender !== undefined && { gender: Number(gender) }),
    ...(intro !== undefined && { intro }),
    ...(phone !== undefined && { phone: phone.trim() }),
    ...(email !== undefined && { email: emailOf(email) }),
  };
}
