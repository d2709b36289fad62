import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { ExampleSong } from '#domain/songs/example-song.entity.ts';
import { addOwnExamples } from '#domain/songs/example-songs.ts';
import { uploadFolderOf } from '#domain/uploads/upload-key.plan.ts';
import { Work } from '#domain/works/work.entity.ts';
import { buildCertificate } from '#tests/kit/certificates.ts';
import { buildWork } from '#tests/kit/factories.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
let author: User;
beforeAll(async () => {
  world = await buildVfine();
  author = await world.buildMusician();
});
afterAll(async () => {
  expect(world.faults).toEqual([]);
  await world.close();
});

const at = '/vfine/v1';
const content = { clean: 'the clean song', preview: 'thirty seconds', peaks: '{"version":2}' };

const folderOf = (user: User) => uploadFolderOf('songs', user.uuid, 'ticket-of-one');

/** A work whose files lie in the storage. */
async function heardWork(
  fields: Partial<Pick<Work, 'status' | 'path' | 'previewKey' | 'peaksKey'>> = {},
): Promise<Work> {
  const work = await buildWork(world, { producer: author, name: '夜航', ...fields });
  const { storage } = world.ports;
  await storage.put(work.path, Buffer.from(content.clean));
  if (work.previewKey) await storage.put(work.previewKey, Buffer.from(content.preview));
  if (work.peaksKey) await storage.put(work.peaksKey, Buffer.from(content.peaks));
  return work;
}

type Who = 'nobody' | 'stranger' | 'author' | 'admin' | 'licensee' | 'former licensee' | 'buyer who has not paid';

async function person(who: Who, work: Work): Promise<User | undefined> {
  if (who === 'nobody') return undefined;
  if (who === 'author') return author;
  if (who === 'admin') return world.buildOperator();
  const user = await world.buildUser();
  const states = { licensee: 'ISSUED', 'former licensee': 'VOID', 'buyer who has not paid': 'DRAFT' } as const;
  if (who === 'stranger') return user;
  await buildCertificate(world, { buyer: user, seller: author, work, state: states[who] });
  return user;
}

describe('GET /songs/:uuid/download/', () => {
  const refused = { status: 400, body: { message: 'Have no permission for this song' } };
  const gone = { status: 404, body: { detail: 'Not found.' } };
  const given = { status: 302 };
  const cases: [who: Who, state: Work['status'], answer: object][] = [
    ['nobody', 'ONLINE', { status: 401 }],
    ['stranger', 'ONLINE', refused],
    ['stranger', 'WAITING', refused],
    ['stranger', 'DELETE', gone],
    ['former licensee', 'ONLINE', refused],
    ['buyer who has not paid', 'ONLINE', refused],
    ['author', 'ONLINE', given],
    ['author', 'WAITING', given],
    ['author', 'DELETE', gone],
    ['admin', 'DELETE', gone],
    ['admin', 'WAITING', given],
    ['licensee', 'ONLINE', given],
    ['licensee', 'OFFLINE', given],
    ['licensee', 'DELETE', given],
  ];

  test.each(cases)('answers %s of a work that is %s', async (who, status, answer) => {
    const work = await heardWork({ status });
    const caller = await person(who, work);
    const reply = await world.call(caller, `GET ${at}/songs/${work.id}/download/`);
    expect(reply).toMatchObject(answer);
    if (answer === refused) expect(reply.body).toEqual(refused.body);
  });

  test('leads to the clean song, to be saved by its name, for ten minutes and to whoever has the address', async () => {
    const work = await heardWork();
    const reply = await world.call(author, `GET ${at}/songs/${work.id}/download/`);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    const location = new URL(reply.headers.get('location') ?? '');
    const fetched = await fetch(location);
    expect(await fetched.text()).toBe(content.clean);
    expect(fetched.headers.get('content-type')).toBe('audio/mpeg');
    expect(fetched.headers.get('content-disposition')).toContain(encodeURIComponent('夜航.mp3'));
    world.clock.forward(11);
    expect((await fetch(location)).status).toBe(404);
    world.clock.reset();
  });

  test.each(['zzz', '../../etc/passwd', '00000000-0000-4000-8000-000000000000'])('knows no song %s', async (id) => {
    const reply = await world.call(author, `GET ${at}/songs/${encodeURIComponent(id)}/download/`);
    expect(reply).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
  });

  const elsewhere: [what: string, path: (stranger: User) => string][] = [
    ['a film', () => 'movies/12/result.mp4'],
    ['an upload of somebody else', (stranger) => `${folderOf(stranger)}song.mp3`],
    ['a file in no folder of uploads', () => 'songs/elsewhere.mp3'],
    ['what was made of another song', () => 'vfine/works/1/print/watermarked.mp3'],
  ];
  test.each(elsewhere)('a path that names %s leads nowhere, for its musician and licensees', async (_what, path) => {
    const work = await heardWork({ path: path(await world.buildUser()) });
    for (const who of ['author', 'admin', 'licensee'] as const)
      expect(await world.call(await person(who, work), `GET ${at}/songs/${work.id}/download/`)).toMatchObject(gone);
  });

  test.each(['/path.mp3', 'sdas.path', '../a.mp3', ' '])('no file of ours lies at %j', async (path) => {
    const work = await buildWork(world, { producer: author, path });
    expect(await world.call(author, `GET ${at}/songs/${work.id}/download/`)).toMatchObject(gone);
  });

  test('an upload that is gone cannot be downloaded', async () => {
    const work = await buildWork(world, { producer: author });
    expect(await world.call(author, `GET ${at}/songs/${work.id}/download/`)).toMatchObject(gone);
  });

  test('gives who holds a licence the song and name of their last order, whatever the work has become', async () => {
    const work = await heardWork();
    const licensee = await person('licensee', work);
    const change = async (name: string) => {
      const path = `${folderOf(author)}${name}.wav`;
      await world.ports.storage.put(path, Buffer.from(name));
      await world.em().nativeUpdate(Work, { id: work.id }, { path, name, nameGrams: [] });
      return world.em().findOneOrFail(Work, work.id);
    };
    const given = async (user: User | undefined) => {
      const reply = await world.call(user, `GET ${at}/songs/${work.id}/download/`);
      const file = await fetch(reply.headers.get('location') ?? '');
      return [await file.text(), decodeURIComponent(file.headers.get('content-disposition') ?? '')];
    };

    const changed = await change('second');
    expect(await given(licensee)).toEqual([content.clean, expect.stringContaining('夜航.mp3')]);
    expect(await given(author)).toEqual(['second', expect.stringContaining('second.wav')]);

    await buildCertificate(world, { buyer: licensee ?? author, seller: author, work: changed });
    await change('third');
    expect(await given(licensee)).toEqual(['second', expect.stringContaining('second.wav')]);
  });
});

describe.each([
  ['preview', 'audio/mpeg', content.preview],
  ['peaks', 'application/json', content.peaks],
] as const)('GET /songs/:uuid/%s/', (part, type, text) => {
  test.each([
    ['nobody', 'ONLINE', 200],
    ['stranger', 'ONLINE', 200],
    ['nobody', 'WAITING', 404],
    ['stranger', 'OFFLINE', 404],
    ['author', 'WAITING', 200],
    ['admin', 'WAITING', 200],
    ['licensee', 'OFFLINE', 200],
    ['author', 'DELETE', 404],
  ] as const)('answers %s of a work that is %s with %d', async (who, status, code) => {
    const work = await heardWork({ status });
    const reply = await world.call(await person(who, work), `GET ${at}/songs/${work.id}/${part}/`);
    expect(reply.status).toBe(code);
  });

  test('opens to who holds a licence no other song than theirs before an operator has passed it', async () => {
    const work = await heardWork({ status: 'WAITING' });
    const licensee = await person('licensee', work);
    const ask = async () => (await world.call(licensee, `GET ${at}/songs/${work.id}/${part}/`)).status;
    expect(await ask()).toBe(200);
    await world.em().nativeUpdate(Work, { id: work.id }, { path: `${folderOf(author)}another.mp3` });
    expect(await ask()).toBe(404);
    await world.em().nativeUpdate(Work, { id: work.id }, { status: 'OFFLINE' });
    expect(await ask()).toBe(200);
  });

  test('gives the file, and a part of it', async () => {
    const work = await heardWork();
    const url = `${world.base}${at}/songs/${work.id}/${part}/`;
    const whole = await fetch(url);
    expect([whole.headers.get('content-type'), await whole.text()]).toEqual([type, text]);
    const some = await fetch(url, { headers: { Range: 'bytes=0-3' } });
    expect([some.status, await some.text()]).toEqual([206, text.slice(0, 4)]);
  });

  test('there is none of a work that was not heard', async () => {
    const work = await heardWork({ previewKey: null, peaksKey: null });
    expect(await world.call(undefined, `GET ${at}/songs/${work.id}/${part}/`)).toMatchObject({ status: 404 });
  });
});

/** Names of the examples that an answer shows. */
const examples = async (query: string) => {
  const { body } = await world.call(undefined, `GET ${at}/songs/example/${query}`);
  return (body as { results: { name: string }[] }).results.map(({ name }) => name);
};

describe('GET /songs/example/', () => {
  beforeAll(async () => {
    for (let i = 0; i < 2; i++) await addOwnExamples(world.em(), world.ports.storage, 'assets/music'); // once, as it turns out
    const em = world.em();
    em.create(ExampleSong, { name: 'hidden', path: 'x', color: 'RED', group: 'CHINA', status: 'OFFLINE' });
    em.create(ExampleSong, { name: 'far', path: 'https://example.org/a.mp3', color: 'RED', group: 'CHINA' });
    await em.flush();
  });

  test('shows what is online, with addresses that give the songs', async () => {
    const { body } = await world.call(undefined, `GET ${at}/songs/example/`);
    const { count, results } = body as { count: number; results: Record<string, string>[] };
    expect(count).toBe(5);
    expect(results[0]).toEqual({
      id: expect.any(Number),
      name: '江南',
      href: expect.stringMatching(/^http/),
      cover_path: '',
      color: 'GREEN',
      group: 'CHINA',
      created_at: expect.stringMatching(/Z$/),
      status: 'ONLINE',
    });
    const song = await fetch(results[0]?.['href'] ?? '');
    expect([song.status, song.headers.get('content-type')]).toEqual([200, 'audio/mp4']);
    expect(results.at(-1)).toMatchObject({ name: 'far', href: 'https://example.org/a.mp3' });
  });

  test.each([
    ['?color=RED', ['漫游', 'far']],
    ['?group=CHINA', ['江南', 'far']],
    ['?group=CHINA&color=GREEN', ['江南']],
    ['?group=NONE', []],
    ['?group=&color=', ['江南', '暮色', '晴日', '漫游', 'far']],
    ['?page=2&page_size=2', ['晴日', '漫游']],
    ['?unknown=1&page_size=1', ['江南']],
  ])('%s', async (query, expected) => {
    expect(await examples(query)).toEqual(expected);
  });

  test.each(['?color=%00', `?group=${'x'.repeat(21)}`, '?page=0'])('%s is refused', async (query) => {
    const reply = await world.call(undefined, `GET ${at}/songs/example/${query}`);
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid_value' } });
  });
});
