import { generateKeyPairSync } from 'node:crypto';

/** One side's pair, as Alipay's console shows keys: base64 of PKCS8 and of SPKI, without PEM lines. */
interface KeyPair {
  privateKey: string;
  publicKey: string;
}
export interface StandInKeys {
  /** The merchant's app. */
  app: KeyPair;
  /** Alipay's, here the stand-in's. */
  alipay: KeyPair;
}

function makePair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  };
}

/** Keys of RSA-2048 for both sides. */
export const makeKeys = (): StandInKeys => ({ app: makePair(), alipay: makePair() });
