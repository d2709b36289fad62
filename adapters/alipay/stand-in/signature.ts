import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { certificateNumber } from './certificates.ts';
import type { Params } from './gateway.ts';
import type { StandInKeys } from './keys.ts';

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
export function createSignatures(keys: StandInKeys) {
  const [app, alipay] = [publicKey(keys.app.publicKey), privateKey(keys.alipay.privateKey)];
  const numbers = {
    app: certificateNumber(keys.app.certificate),
    alipay: certificateNumber(keys.alipay.certificate),
    root: certificateNumber(keys.rootCertificate),
  };
  const signed = (text: string): string => sign('sha256', Buffer.from(text), alipay).toString('base64');
  return {
    isSignedByApp(params: Params): boolean {
      const given = params['sign'] ?? '';
      const content = Buffer.from(contentOf(params, ['sign']));
      return params['sign_type'] === 'RSA2' && verify('sha256', content, app, Buffer.from(given, 'base64'));
    },
    /** The fault of a request's certificates: who takes part in certificate mode names the app's and Alipay's root. */
    certificateFault({ method = '', app_cert_sn: own, alipay_root_cert_sn: root }: Params): string | undefined {
      if (!own) return method.startsWith('alipay.fund.') ? 'isv.missing-app-cert-sn' : undefined;
      if (own !== numbers.app) return 'isv.app-cert-not-exist';
      if (!root) return 'isv.missing-alipay-root-cert-sn';
      return root === numbers.root ? undefined : 'isv.invalid-alipay-root-cert-sn';
    },
    /** A notification with its signature. */
    signNotice: (fields: Record<string, string>): Record<string, string> => ({
      ...fields,
      sign_type: 'RSA2',
      sign: signed(contentOf(fields, ['sign', 'sign_type'])),
    }),
    /** An answer of the gateway: the signature covers the answer as it is written, not the certificate's number beside it. */
    envelope({ method = '', app_cert_sn }: Params, answer: object): string {
      const json = JSON.stringify(answer);
      const certified = app_cert_sn ? `"alipay_cert_sn":"${numbers.alipay}",` : '';
      return `{"${method.replaceAll('.', '_')}_response":${json},${certified}"sign":"${signed(json)}"}`;
    },
  };
}
