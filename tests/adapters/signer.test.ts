import { describe, expect, test } from '@jest/globals';
import { createSigner, createVerifier, seedFrom } from '#adapters/signer.ts';

describe('an Ed25519 signer', () => {
  // RFC 8032, section 7.1, tests 1 and 3.
  test.each([
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
  ])('agrees with RFC 8032', (seed, publicKey, text, signature) => {
    const signer = createSigner(Buffer.from(seed, 'hex'));
    expect(Buffer.from(signer.keys[0].publicKey, 'base64').toString('hex')).toBe(publicKey);
    expect(Buffer.from(signer.sign(text).value, 'base64url').toString('hex')).toBe(signature);
  });

  test('knows its own signatures, and no others', () => {
    const [signer, other] = [createSigner(Buffer.alloc(32, 1)), createSigner(Buffer.alloc(32, 2))];
    const signature = signer.sign('授权');
    expect(signer.verify('授权', signature)).toBe(true);
    expect(signer.verify('授权 ', signature)).toBe(false);
    expect(signer.verify('授权', { ...signature, value: 'A'.repeat(86) })).toBe(false);
    expect(other.verify('授权', signature)).toBe(false);
    expect(other.verify('授权', { ...signature, keyId: other.keys[0].id })).toBe(false);
  });

  test('goes on knowing what a former key has signed', () => {
    const former = createSigner(Buffer.alloc(32, 1));
    const signer = createSigner(Buffer.alloc(32, 2), [former.keys[0].publicKey]);
    expect(signer.verify('x', former.sign('x'))).toBe(true);
    expect(signer.sign('x').keyId).toBe(signer.keys[0].id);
    expect(createVerifier(signer.keys.slice(0, 1))('x', former.sign('x'))).toBe(false);
  });

  test('can be made of another secret', () => {
    const seed = seedFrom(Buffer.alloc(32, 3));
    expect(seed).toHaveLength(32);
    expect(createSigner(seed).keys).toEqual(createSigner(seedFrom(Buffer.alloc(32, 3))).keys);
    expect(createSigner(seed).keys).not.toEqual(createSigner(seedFrom(Buffer.alloc(32, 4))).keys);
  });
});
