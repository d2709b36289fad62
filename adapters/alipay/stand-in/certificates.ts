import { createHash, randomBytes, sign, X509Certificate, type KeyObject } from 'node:crypto';

/** A value in DER: its tag, its length, its content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const long = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  const size = length < 0x80 ? [length] : long;
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const set = (part: Uint8Array): Buffer => der(0x31, part);
const identifier = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const text = (value: string): Buffer => der(0x0c, Buffer.from(value));
const time = (at: Date): Buffer => der(0x17, Buffer.from(`${at.toISOString().replace(/\D/g, '').slice(2, 14)}Z`));

const sha256WithRsa = sequence(identifier('2a864886f70d01010b'), der(0x05));
const nameParts = { country: '550406', organization: '55040a', commonName: '550403' };

/** A name of X.509 in our country and organization. */
const nameOf = (commonName: string): Buffer =>
  sequence(
    ...Object.entries({ country: 'CN', organization: 'Ensemble', commonName }).map(([part, value]) =>
      set(sequence(identifier(nameParts[part as keyof typeof nameParts]), text(value))),
    ),
  );

interface Wish {
  subject: string;
  /** DER of SPKI. */
  publicKey: Uint8Array;
  issuer: string;
  issuerKey: KeyObject;
}

/** A certificate of ten years, in PEM; of version 1, because nothing here reads extensions. */
export function certify({ subject, publicKey, issuer, issuerKey }: Wish): string {
  const now = new Date();
  const end = new Date(Date.UTC(now.getUTCFullYear() + 10, now.getUTCMonth()));
  const serial = der(0x02, Buffer.from([1]), randomBytes(15)); // the 1 keeps it positive
  const content = sequence(
    serial,
    sha256WithRsa,
    nameOf(issuer),
    sequence(time(now), time(end)),
    nameOf(subject),
    publicKey,
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, issuerKey));
  const lines =
    sequence(content, sha256WithRsa, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** A certificate's number as Alipay counts it: MD5 of its issuer, the last part first, and of its serial number. */
export function certificateNumber(pem: string): string {
  const { issuer, serialNumber } = new X509Certificate(pem);
  const name = issuer.split('\n').toReversed().join(',');
  return createHash('md5')
    .update(`${name}${BigInt(`0x${serialNumber}`)}`)
    .digest('hex');
}
