import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** Parameters but `without` and empty ones, in the order of their names. */
function contentOf(fields: Readonly<Record<string, string>>, without: readonly string[]): string {
  const names = Object.keys(fields).filter((name) => !without.includes(name) && fields[name] !== '');
  return names
    .toSorted()
    .map((name) => `${name}=${fields[name]}`)
    .join('&');
}

const publicKey = (base64: string): KeyObject =>
  createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
const privateKey = (base64: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });

/** RSA2 (SHA256withRSA): what the merchant's app has signed, and what Alipay signs. */
export function createSignatures(keys: { appPublicKey: string; alipayPrivateKey: string }) {
  const [app, alipay] = [publicKey(keys.appPublicKey), privateKey(keys.alipayPrivateKey)];
  const signed = (text: string): string => sign('sha256', Buffer.from(text), alipay).toString('base64');
  return {
    isSignedByApp(params: Readonly<Record<string, string>>): boolean {
      const given = params['sign'] ?? '';
      const content = Buffer.from(contentOf(params, ['sign']));
      return params['sign_type'] === 'RSA2' && verify('sha256', content, app, Buffer.from(given, 'base64'));
    },
    /** A notification with its signature. */
    signNotice: (fields: Record<string, string>): Record<string, string> => ({
      ...fields,
      sign_type: 'RSA2',
      sign: signed(contentOf(fields, ['sign', 'sign_type'])),
    }),
    /** An answer of the gateway: the signature covers the answer as it is written. */
    envelope(method: string, answer: object): string {
      const json = JSON.stringify(answer);
      return `{"${method.replaceAll('.', '_')}_response":${json},"sign":"${signed(json)}"}`;
    },
  };
}
