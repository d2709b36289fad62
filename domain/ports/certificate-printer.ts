/** A certificate as it is set on paper. */
export interface PrintedCertificate {
  title: string;
  number: string;
  issuedAt: Date;
  rows: readonly (readonly [label: string, value: string])[];
  signature: { keyId: string; value: string };
  /** What the QR code leads to. */
  verifyAt: string;
  /** Since when it counts no longer. */
  voidedAt?: Date;
}

export interface CertificatePrinter {
  /** A PDF of one A4 page; the same certificate yields the same bytes. */
  print(certificate: PrintedCertificate): Promise<Buffer>;
}
