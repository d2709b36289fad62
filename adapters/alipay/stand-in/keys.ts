import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { certify } from './certificates.ts';

/** One side's pair, as Alipay's console shows keys: base64 of PKCS8 and of SPKI, without PEM lines; and its certificate. */
interface CertifiedPair {
  privateKey: string;
  publicKey: string;
  certificate: string;
}
export interface StandInKeys {
  /** The merchant's app. */
  app: CertifiedPair;
  /** Alipay's, here the stand-in's. */
  alipay: CertifiedPair;
  /** Of who has issued both certificates. */
  rootCertificate: string;
}

const root = 'Stand-in Root';
const makePair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const spkiOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

/** Keys of RSA-2048 and certificates for both sides; nobody keeps the key of who issues them. */
export function makeKeys(): StandInKeys {
  const issuer = makePair();
  const certificateOf = (subject: string, publicKey: Buffer): string =>
    certify({ subject, publicKey, issuer: root, issuerKey: issuer.privateKey });
  const side = (subject: string): CertifiedPair => {
    const pair = makePair();
    const publicKey = spkiOf(pair.publicKey);
    return {
      privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
      publicKey: publicKey.toString('base64'),
      certificate: certificateOf(subject, publicKey),
    };
  };
  return { app: side('App'), alipay: side('Stand-in'), rootCertificate: certificateOf(root, spkiOf(issuer.publicKey)) };
}
