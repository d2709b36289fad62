import type { Fen } from '#domain/shared/money.ts';
import { sellerAccount } from './accounts.plan.ts';
import type { Line } from './lines.plan.ts';

/** What an entry is about; together with its subject it names the business event. */
export const entryKinds = [
  'payment',
  'payment-returned',
  'sale',
  'refund',
  'refund-paid',
  'takeout-reserved',
  'takeout-returned',
  'takeout-paid',
  'takeout-bounced',
  'top-up',
  'drawing',
  'tax-payment',
  'provider-fee',
  'provider-fee-returned',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** One licence of an order: its price, and what of it the seller gets. */
export interface SaleItem {
  certificateId: string;
  sellerUuid: string;
  priceFen: Fen;
  incomeFen: Fen;
}

/** A pay-out: what leaves the balance, and what of it is withheld. */
export interface PayOut {
  sellerUuid: string;
  fen: Fen;
  taxFen: Fen;
}

export const priceOf = (items: readonly SaleItem[]): Fen => items.reduce((sum, { priceFen }) => sum + priceFen, 0);

const moved = (from: Line['account'], to: Line['account'], fen: Fen): Line[] => [
  { account: from, fen },
  { account: to, fen: -fen },
];

/** A buyer has paid: the money lies with the provider and waits to be a sale. */
export const paymentLines = (fen: Fen): Line[] => moved('provider', 'buyer-clearing', fen);

/** Money that never became a sale went back. */
export const paymentReturnedLines = (fen: Fen): Line[] => moved('buyer-clearing', 'provider', fen);

/** Every licence's price is its seller's income and our commission. */
export const saleLines = (items: readonly SaleItem[]): Line[] => [
  { account: 'buyer-clearing', fen: priceOf(items) },
  ...items.flatMap(({ sellerUuid, priceFen, incomeFen }): Line[] => [
    { account: `seller:${sellerUuid}`, fen: -incomeFen },
    { account: 'commission', fen: incomeFen - priceFen },
  ]),
];

/** The sale taken back: from its sellers and our commission, promised to the buyer. */
export const refundLines = (items: readonly SaleItem[]): Line[] => [
  { account: 'refund-clearing', fen: -priceOf(items) },
  ...items.flatMap(({ sellerUuid, priceFen, incomeFen }): Line[] => [
    { account: `seller:${sellerUuid}`, fen: incomeFen },
    { account: 'commission', fen: priceFen - incomeFen },
  ]),
];

/** What was promised has left the provider. */
export const refundPaidLines = (fen: Fen): Line[] => moved('refund-clearing', 'provider', fen);

/** A withdrawal was asked for. */
export const takeoutReservedLines = ({ sellerUuid, fen }: Pick<PayOut, 'sellerUuid' | 'fen'>): Line[] =>
  moved(sellerAccount('seller-payable', sellerUuid), sellerAccount('seller-reserved', sellerUuid), fen);

/** A withdrawal came to nothing: the money is the seller's again, and pays first what the seller owes. */
export const takeoutReturnedLines = ({ sellerUuid, fen }: Pick<PayOut, 'sellerUuid' | 'fen'>): Line[] =>
  moved(sellerAccount('seller-reserved', sellerUuid), `seller:${sellerUuid}`, fen);

/** The provider has transferred the sum less the tax, which we owe to the authority. */
export const takeoutPaidLines = ({ sellerUuid, fen, taxFen }: PayOut): Line[] => [
  { account: sellerAccount('seller-reserved', sellerUuid), fen },
  { account: 'tax-payable', fen: -taxFen },
  { account: 'provider', fen: taxFen - fen },
];

/** A transfer that had succeeded came back: sum and tax are the seller's again. */
export const takeoutBouncedLines = ({ sellerUuid, fen, taxFen }: PayOut): Line[] => [
  { account: 'provider', fen: fen - taxFen },
  { account: 'tax-payable', fen: taxFen },
  { account: `seller:${sellerUuid}`, fen: -fen },
];

/** The platform has put money of its own into its account at the provider. */
export const topUpLines = (fen: Fen): Line[] => moved('provider', 'own-funds', fen);

/** The platform has drawn money of its own out of it. */
export const drawingLines = (fen: Fen): Line[] => moved('drawings', 'provider', fen);

/** Tax that was withheld has been paid to the authority. */
export const taxPaymentLines = (fen: Fen): Line[] => moved('tax-payable', 'provider', fen);

/** The provider has charged a fee, or given one back: the sum as its bill says it, negative where it went out. */
export const feeLines = (fen: Fen): Line[] => moved('provider', 'provider-fees', fen);
