/** What a browser needs to put one file into the object store by itself (PostObject). */
export interface UploadPermit {
  accessId: string;
  /** Where the form is sent; with the object's key behind it, the address of the file. */
  host: string;
  /** Base64 of the policy, and its signature. */
  policy: string;
  signature: string;
  /** Base64 of what the store calls back. */
  callback: string;
  expiresAt: Date;
  /** Every key begins with it. */
  dir: string;
}

/** A request that claims to be the store's callback, as it came. */
interface ClaimedCallback {
  authorization: string;
  /** Header `x-oss-pub-key-url`. */
  keyUrl: string;
  /** Path and query that were asked. */
  url: string;
  body: string;
}

/** Object storage that takes uploads from browsers and calls back afterwards. */
export interface ObjectStore {
  /** Allows uploads below a folder for some minutes; refuses `upstream_error` where no store is set. */
  permit(dir: string, now: Date): UploadPermit;
  /** Whether the store has sent this. It signs for all its customers alike: what the callback says is still to be checked. */
  hasSent(callback: ClaimedCallback): Promise<boolean>;
}
