import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import { checkCertificate } from '#scripts/certificates/check.ts';
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
const notFound = { status: 404, body: { detail: 'Not found.' } };
const proof = ({ number, signature }: Certificate, change = {}) =>
  new URLSearchParams({ number, signature: signature ?? '', ...change }).toString();

describe('GET /certificates/', () => {
  test('lists what the caller has paid for, newest first', async () => {
    const other = await world.buildUser();
    const states = ['ISSUED', 'DRAFT', 'VOID'] as const;
    for (const state of states) await buildCertificate(world, { buyer: other, seller, state, workName: state });
    expect(await get('/', other)).toMatchObject({
      status: 200,
      body: {
        count: 2,
        next: null,
        previous: null,
        results: [
          { work_name: 'VOID', status: 'VOID' },
          { work_name: 'ISSUED', status: 'ISSUED' },
        ],
      },
    });
    expect(await get('/?page=2&page_size=1', other)).toMatchObject({ body: { results: [{ work_name: 'ISSUED' }] } });
    expect(await get('/?page=9', other)).toMatchObject(notFound);
  });

  test('asks for a login', async () => expect(await get('/')).toMatchObject({ status: 401 }));
});

describe('GET /certificates/:uuid', () => {
  test.each([
    ['', (uuid: string) => uuid],
    ['/', (uuid: string) => uuid],
    ['', (uuid: string) => uuid.toUpperCase()],
    ['/', (uuid: string) => uuid.replaceAll('-', '')],
  ])('answers its shape with "%s" behind it', async (slash, spelt) => {
    expect(await get(`/${spelt(certificate.id)}${slash}`, buyer)).toMatchObject({
      status: 200,
      body: {
        uuid: certificate.id,
        author: 'eigenTunes亦听',
        licensee: '可口可乐',
        work_name: '夜航',
        work_path: 'songs/a.mp3',
        work: { name: '夜航', path: 'songs/a.mp3', producer: { uuid: seller.uuid, name: 'eigenTunes亦听' } },
        purchase_date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
        purpose: '广告/宣传片',
        detail: '全渠道投放',
        price: '500.00',
        income: '445.00',
        order: certificate.order.id,
        number: certificate.number,
        owner: 'eigenTunes亦听',
        kind: '非独家使用许可',
        term: '自签发之日起永久有效',
        territory: '全球',
        status: 'ISSUED',
        statement: expect.stringMatching(/^V\.Fine 音乐作品授权证书 v1\n[^]*授权区域: 全球\n/),
        signature: certificate.signature,
      },
    });
  });

  test.each(['/', '.txt', '.pdf'])('keeps strangers from %s', async (suffix) => {
    const draft = await buildCertificate(world, { buyer, seller, state: 'DRAFT' });
    for (const [who, id] of [
      [await world.buildUser(), certificate.id],
      [seller, certificate.id],
      [await world.buildOperator(), certificate.id],
      [buyer, draft.id],
      [buyer, '00000000-0000-4000-8000-000000000000'],
      [buyer, 'abc'],
    ] as const)
      expect(await get(`/${id}${suffix}`, who)).toMatchObject(notFound);
    expect(await get(`/${certificate.id}${suffix}`)).toMatchObject({ status: 401 });
  });
});

describe('GET /certificates/:uuid.txt', () => {
  test('is a file that can be verified with the published key alone', async () => {
    const { status, headers, body } = await get(`/${certificate.id}.txt`, buyer);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="${certificate.number}.txt"`);
    const file = String(body);
    expect(file).toContain('被授权方: 可口可乐\n');
    expect(file).toContain('状态: 有效\n');
    expect(file).toContain(`验证: ${world.base}${at}/verify?${proof(certificate)}\n`);

    const published = (await get('/keys')).body as { keys: { id: string; public_key: string }[] };
    const keys = published.keys.map(({ id, public_key: publicKey }) => ({ id, publicKey }));
    expect(checkCertificate(file, keys)).toMatchObject({ isGenuine: true });
    expect(checkCertificate(file.replace('可口可乐', '百事可乐'), keys)).toMatchObject({ isGenuine: false });
  });

  test('says that it was given back', async () => {
    const given = await buildCertificate(world, { buyer, seller, state: 'VOID' });
    expect(String((await get(`/${given.id}.txt`, buyer)).body)).toMatch(/状态: 已作废（2\d+-.*）/);
  });
});

describe('verification', () => {
  test('shows anybody with number and signature what is certified', async () => {
    expect(await get(`/verification?${proof(certificate)}`)).toMatchObject({
      status: 200,
      body: {
        number: certificate.number,
        status: 'ISSUED',
        voided_at: null,
        key: world.ports.signer.keys[0].id,
        statement: expect.stringContaining('被授权方: 可口可乐\n'),
      },
    });
    const page = await get(`/verify?${proof(certificate)}`);
    expect(page.status).toBe(200);
    expect(String(page.body)).toContain('签名真实，证书有效。');
    expect(String(page.body)).toContain('可口可乐');
  });

  test('says that one was given back', async () => {
    const given = await buildCertificate(world, { buyer, seller, state: 'VOID' });
    expect(await get(`/verification?${proof(given)}`)).toMatchObject({
      body: { status: 'VOID', voided_at: expect.stringContaining('T') },
    });
    expect(String((await get(`/verify?${proof(given)}`)).body)).toMatch(/证书已于 .+ 作废/);
  });

  test('tells nothing about a number without its signature', async () => {
    const other = await buildCertificate(world, { buyer, seller });
    const draft = await buildCertificate(world, { buyer, seller, state: 'DRAFT' });
    const queries = [
      proof(certificate, { signature: other.signature }),
      proof(certificate, { signature: 'nonsense' }),
      proof(certificate, { signature: `${'0'.repeat(16)}:${certificate.signature?.slice(17)}` }),
      proof(certificate, { number: 'VF0' }),
      proof(draft, { signature: certificate.signature }),
    ];
    for (const query of queries) expect(await get(`/verification?${query}`)).toMatchObject(notFound);
    for (const query of [...queries, proof(certificate, { number: 'x'.repeat(41) }), 'number=a%00&signature=b']) {
      const page = await get(`/verify?${query}`);
      expect(page.status).toBe(404);
      expect(String(page.body)).toContain('未找到');
      expect(String(page.body)).not.toContain('可口可乐');
    }
    expect(await get('/verification?number=a')).toMatchObject({ status: 400, body: { code: 'missing_query_params' } });
  });

  test('notices a row that somebody has changed', async () => {
    const changed = await buildCertificate(world, { buyer, seller });
    await world.em().nativeUpdate(Certificate, { id: changed.id }, { licensee: '百事可乐' });
    expect(await get(`/verification?${proof(changed)}`)).toMatchObject(notFound);
  });

  test('tells whoever asks too often on the page', async () => {
    const { settings } = world.ports;
    settings.rateLimits = true;
    try {
      await Promise.all(Array.from({ length: 60 }, () => get('/verify'))); // at once: the minute is a real one
      const page = await get('/verify');
      expect(page.status).toBe(400);
      expect(String(page.body)).toMatch(/<p .+调用频率过高/);
    } finally {
      settings.rateLimits = false;
    }
  });

  test('asks for number and signature on the page, and escapes what it shows', async () => {
    expect(String((await get('/verify')).body)).toContain('<form method="get" action="/vfine/v1/certificates/verify">');
    const evil = await buildCertificate(world, { buyer, seller, licensee: '<script>alert(1)</script>' });
    const page = String((await get(`/verify?${proof(evil)}`)).body);
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script>');
  });
});
