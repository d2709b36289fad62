import type { Secrets } from '#domain/ports/secrets.ts';

/** Who owns the copyright of a work; all of it is personal data and may be empty. */
export interface CopyrightOwner {
  name: string;
  phone: string;
  address: string;
}

const nobody: CopyrightOwner = { name: '', phone: '', address: '' };

/** Sealed for one work; nobody named is an empty text. */
export function sealOwner(secrets: Secrets, workId: string, owner: CopyrightOwner): string {
  if (!owner.name && !owner.phone && !owner.address) return '';
  return secrets.seal(`work-owner:${workId}`, JSON.stringify(owner));
}

/** The owner of a work's copyright, in clear. */
export const openOwner = (
  secrets: Secrets,
  { id, sealedOwner }: { id: string; sealedOwner: string },
): CopyrightOwner =>
  sealedOwner ? (JSON.parse(secrets.open(`work-owner:${id}`, sealedOwner)) as CopyrightOwner) : nobody;

/** Keeps the first three and the last four signs of a phone; of a short one nothing. */
function maskPhone(phone: string): string {
  if (phone.length <= 7) return '*'.repeat(phone.length);
  return `${phone.slice(0, 3)}${'*'.repeat(phone.length - 7)}${phone.slice(-4)}`;
}

/** The owner as everybody may see it. */
export const maskOwner = ({ name, phone }: CopyrightOwner): CopyrightOwner => ({
  name,
  phone: maskPhone(phone),
  address: '',
});
