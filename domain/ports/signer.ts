/** A key that signatures are checked with; `publicKey` is the 32 bytes of RFC 8032 in base64. */
export interface PublishedKey {
  id: string;
  publicKey: string;
}

export interface Signature {
  keyId: string;
  /** 64 bytes in base64url. */
  value: string;
}

/** Ed25519 signatures over text in UTF-8; the private key stays inside. */
export interface Signer {
  /** The key that signs now, then those that have signed before: their signatures go on counting. */
  readonly keys: readonly [PublishedKey, ...PublishedKey[]];
  sign(text: string): Signature;
  /** False as well where the key is none of ours. */
  verify(text: string, signature: Signature): boolean;
}
