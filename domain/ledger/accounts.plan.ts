/**
 * Accounts of the ledger by kind. Debit is positive and credit negative: what we have or may ask for stands in debit, what
 * we owe in credit. `side` is the sign that a balance must never leave.
 */
export const accountKinds = {
  /** Money that lies with the payment provider. */
  provider: { side: 'debit', perSeller: false },
  /** Paid by a buyer and not yet a sale, or to be paid back because it never became one. */
  'buyer-clearing': { side: 'credit', perSeller: false },
  /** What a seller may withdraw. */
  'seller-payable': { side: 'credit', perSeller: true },
  /** What a seller has asked to withdraw and has not got yet. */
  'seller-reserved': { side: 'credit', perSeller: true },
  /** What a seller owes, because a refund took back more than was there; later income pays it first. */
  'seller-receivable': { side: 'debit', perSeller: true },
  commission: { side: 'credit', perSeller: false },
  /** Income tax withheld from pay-outs, owed to the authority. */
  'tax-payable': { side: 'credit', perSeller: false },
  /** Promised to a buyer and not yet paid back. */
  'refund-clearing': { side: 'credit', perSeller: false },
  /** The platform's own money that was put into its account at the provider. */
  'own-funds': { side: 'credit', perSeller: false },
  /** What of its own the platform has drawn out of that account. */
  drawings: { side: 'debit', perSeller: false },
  /** What the provider has charged for its service, less what it gave back. */
  'provider-fees': { side: 'debit', perSeller: false },
} as const;
export type AccountKind = keyof typeof accountKinds;
export const kinds = Object.keys(accountKinds) as AccountKind[];
export type SellerKind = 'seller-payable' | 'seller-reserved' | 'seller-receivable';
type CommonKind = Exclude<AccountKind, SellerKind>;

/** Code of an account: the kind, and for a seller's own its uuid. */
export type AccountCode = CommonKind | `${SellerKind}:${string}`;

/** `seller:<uuid>` stands for a seller as a whole: `post` shares it between payable and receivable. */
export type Target = AccountCode | `seller:${string}`;

/** The account of this kind that belongs to a seller. */
export const sellerAccount = (kind: SellerKind, sellerUuid: string): AccountCode => `${kind}:${sellerUuid}`;

/** What a code says: kind and owner. */
export function partsOf(code: AccountCode): { kind: AccountKind; owner: string | null } {
  const [kind, owner] = code.split(':');
  return { kind: kind as AccountKind, owner: owner ?? null };
}

/** The seller that a line is about, or null. */
export const ownerOf = (target: Target): string | null => target.split(':')[1] ?? null;

/** The kinds whose balance must never leave this side. */
export const kindsOn = (side: 'debit' | 'credit'): AccountKind[] =>
  kinds.filter((kind) => accountKinds[kind].side === side);
