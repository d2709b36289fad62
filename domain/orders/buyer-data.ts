import type { Secrets } from '#domain/ports/secrets.ts';

/** Who buys; it is nowhere kept in clear but for the licensee that certificates name. */
export interface BuyerData {
  name: string;
  phone: string;
  company: string;
  address: string;
}

/** Each order's data has a key of its own. */
const purposeOf = (orderId: string): string => `order:${orderId}`;

export const sealBuyer = (secrets: Secrets, orderId: string, data: BuyerData): string =>
  secrets.seal(purposeOf(orderId), JSON.stringify(data));

export const openBuyer = (secrets: Secrets, orderId: string, sealed: string): BuyerData =>
  JSON.parse(secrets.open(purposeOf(orderId), sealed)) as BuyerData;
