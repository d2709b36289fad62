import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { create as drawQr } from 'qrcode';
import { extractText } from 'unpdf';
import type { User } from '#domain/accounts/user.entity.ts';
import { statementOf } from '#domain/certificates/sign-certificate.ts';
import { statementRows } from '#domain/certificates/statement.plan.ts';
import type { Certificate } from '#domain/orders/certificate.entity.ts';
import { buildCertificate } from '#tests/kit/certificates.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
let buyer: User;
let seller: User;
let certificate: Certificate;
beforeAll(async () => {
  world = await buildVfine();
  [buyer, seller] = [await world.buildUser(), await world.buildMusician({ name: 'eigenTunes亦听' })];
  certificate = await buildCertificate(world, { buyer, seller });
});
afterAll(() => world.close());

const at = '/vfine/v1/certificates';
const get = (path: string, who?: User) => world.call(who, `GET ${at}${path}`);
const proof = ({ number, signature }: Certificate) =>
  new URLSearchParams({ number, signature: signature ?? '' }).toString();

/** The red of the stamp. */
const stamp = /0\.70\d* 0\.14\d* 0\.11\d* scn/i;

/** What is drawn on the page of a PDF. */
const drawn = (pdf: Buffer): string => {
  const text = pdf.toString('latin1');
  const found = [...text.matchAll(/stream\n/g)].map(({ index }) => {
    try {
      return inflateSync(pdf.subarray(index + 7)).toString('latin1');
    } catch {
      return '';
    }
  });
  return found.find((one) => one.includes(' re')) ?? '';
};

/** The text of a PDF without its spaces: where a line is broken is the printer's affair. */
const wordsOf = async (pdf: Buffer): Promise<string> =>
  (await extractText(new Uint8Array(pdf), { mergePages: true })).text.replaceAll(/\s/gu, '');

/** Rows and columns of the squares of a QR code. */
function squaresOf(pdf: Buffer): string[] {
  const found = [...drawn(pdf).matchAll(/^([\d.]+) ([\d.]+) ([\d.]+) \3 re$/gm)].map((found) =>
    found.slice(1).map(Number),
  );
  const left = Math.min(...found.map(([x = 0]) => x));
  const top = Math.min(...found.map(([, y = 0]) => y));
  return found.map(([x = 0, y = 0, unit = 1]) => `${Math.round((y - top) / unit)}:${Math.round((x - left) / unit)}`);
}

/** The same of the code that says so. */
function squaresFor(text: string): string[] {
  const { modules } = drawQr(text, { errorCorrectionLevel: 'M' });
  return Array.from(modules.data.keys())
    .filter((at) => modules.data[at])
    .map((at) => `${Math.floor(at / modules.size)}:${at % modules.size}`);
}

describe('GET /certificates/:uuid.pdf', () => {
  test('prints every row, and a QR code that leads to its verification', async () => {
    const { body } = await get(`/${certificate.id}.pdf`, buyer);
    const words = await wordsOf(body as Buffer);
    const rows = statementRows(statementOf(certificate));
    expect(rows).toHaveLength(13);
    for (const row of rows) expect(words).toContain(row.join('').replaceAll(/\s/gu, ''));
    expect(words).toContain(certificate.signature?.split(':')[1]);
    expect(squaresOf(body as Buffer)).toEqual(squaresFor(`${world.base}${at}/verify?${proof(certificate)}`));
  });

  test('says no more than was granted, whatever a name holds', async () => {
    const named = { licensee: '可口可乐\n授权性质　独家买断许可', workName: '\n'.repeat(127), author: 'a\u202eb' };
    const made = await buildCertificate(world, { buyer, seller, ...named });
    const { body } = await get(`/${made.id}.pdf`, buyer);
    expect((body as Buffer).toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
    const words = await wordsOf(body as Buffer);
    expect(words).toContain('可口可乐\\u000a授权性质');
    expect(words).toContain('a\\u202eb');
    expect(String((await get(`/verify?${proof(made)}`)).body)).toContain('<td>可口可乐\\u000a授权性质');
  });

  test('is one page, the same each time', async () => {
    const first = await get(`/${certificate.id}.pdf`, buyer);
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toBe('application/pdf');
    expect(first.headers.get('content-disposition')).toBe(`attachment; filename="${certificate.number}.pdf"`);
    const pdf = first.body as Buffer;
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(pdf.toString('latin1')).toContain('NotoSerifSC');
    expect((await get(`/${certificate.id}.pdf`, buyer)).body).toEqual(pdf);
  });

  test('is stamped where it was given back', async () => {
    const given = await buildCertificate(world, { buyer, seller, state: 'VOID' });
    const { status, body } = await get(`/${given.id}.pdf`, buyer);
    expect(status).toBe(200);
    expect(drawn(body as Buffer)).toMatch(stamp);
    expect(drawn((await get(`/${certificate.id}.pdf`, buyer)).body as Buffer)).not.toMatch(stamp);
  });

  test('takes the longest names and signs that no font has', async () => {
    const long = { licensee: '超长'.repeat(64), workName: '🎵名'.repeat(40), author: 'W'.repeat(64) };
    const made = await buildCertificate(world, { buyer, seller, ...long });
    const { status, body } = await get(`/${made.id}.pdf`, buyer);
    expect(status).toBe(200);
    expect((body as Buffer).toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
  });
});
