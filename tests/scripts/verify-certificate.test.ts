import { describe, expect, test } from '@jest/globals';
import { createSigner } from '#adapters/signer.ts';
import { certificateFile } from '#domain/certificates/certificate-file.plan.ts';
import { checkCertificate } from '#scripts/certificates/check.ts';

const signer = createSigner(Buffer.alloc(32, 1));
const text = 'V.Fine 音乐作品授权证书 v1\n证书编号: VF1\n被授权方: 可口可乐\n';
const { keyId, value: signature } = signer.sign(text);
const file = certificateFile(text, { keyId, signature, standing: '有效', verifyAt: 'https://example.org/v' });

describe('a certificate file', () => {
  test.each([
    ['as it was saved', file],
    ['with the line ends of Windows', file.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\uFEFF${file}`],
    ['with another word outside what is signed', file.replace('有效', '已作废')],
  ])('is genuine %s', (_name, given) => {
    expect(checkCertificate(given, signer.keys)).toMatchObject({
      isGenuine: true,
      said: expect.stringContaining('GENUINE: signed with the key'),
    });
  });

  test.each([
    ['another licensee', file.replace('可口可乐', '百事可乐'), signer.keys, 'do not fit'],
    ['a further line', file.replace('VF1\n', 'VF1\n授权区域: 全球\n'), signer.keys, 'do not fit'],
    ['another signature', file.replace(/signature: .{4}/, 'signature: AAAA'), signer.keys, 'do not fit'],
    ['an unknown key', file, createSigner(Buffer.alloc(32, 2)).keys, 'not among those given'],
    ['no signature', text, signer.keys, 'no certificate file'],
    ['nothing', '', signer.keys, 'no certificate file'],
    ['its likeness as a PDF', '%PDF-1.7\n', signer.keys, 'the text file is what is signed'],
  ])('is not genuine with %s', (_name, given, keys, why) => {
    expect(checkCertificate(given, keys)).toMatchObject({ isGenuine: false, said: expect.stringContaining(why) });
  });
});
