import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { hideUpload } from '#domain/uploads/hide-upload.ts';
import { Upload } from '#domain/uploads/upload.entity.ts';
import { musicianApplication, nextCard, realNameRequest } from '#tests/kit/identities.ts';
import { buildUploads, type Uploads } from '#tests/kit/uploads.ts';

let vfine: Uploads;
let user: User;
let operator: User;
beforeAll(async () => {
  vfine = await buildUploads();
  operator = await vfine.buildOperator();
});
beforeEach(async () => void (user = await vfine.buildUser()));
afterAll(() => vfine.close());

const at = '/vfine/v1';
const hiddenOf = (key: string) => key.replace('pics/', 'default/');
const picture = async (name: string, whose = user) =>
  (await vfine.upload(whose, { type: 'pics', name, content: name })).key;
const seen = async (key: string) => (await fetch(`${vfine.host}/${key}`)).status;

const askForName = (id_card_facade: string, id_card_obverse: string, more = {}, whose = user) =>
  vfine.call(whose, `POST ${at}/users/real_name/`, realNameRequest({ id_card_facade, id_card_obverse, ...more }));
const apply = (id_card_facade: string, id_card_obverse: string, more = {}) =>
  vfine.call(user, `PUT ${at}/mps/identification`, musicianApplication({ id_card_facade, id_card_obverse, ...more }));

interface Shown {
  uuid: string;
  user: { uuid: string };
  [field: string]: unknown;
}
async function asOperator(path: string): Promise<Shown | undefined> {
  const { results } = (await vfine.call(operator, `GET ${at}${path}?page_size=100`)).body as { results: Shown[] };
  return results.find((one) => (one.user ?? one).uuid === user.uuid);
}
async function follow(link: unknown): Promise<string> {
  const reply = await fetch(String(link));
  return reply.ok ? reply.text() : String(reply.status);
}

const processes = [
  ['a real-name request', askForName, '/real_name/', 'real-name'],
  ['an application', apply, '/admin/identifications/', 'verification'],
] as const;

describe.each(processes)('the pictures of %s', (_what, ask, list, noun) => {
  test('are taken out of what everybody may read, and shown to operators for ten minutes', async () => {
    const [facade, obverse] = [await picture('facade.png'), await picture('obverse.png')];
    expect(await seen(facade)).toBe(200);
    expect((await ask(facade, obverse)).status).toBeLessThan(300);
    expect([await seen(facade), await seen(hiddenOf(facade))]).toEqual([404, 403]);
    const shown = await asOperator(list);
    expect(shown).toMatchObject({ id_card_facade: hiddenOf(facade), id_card_obverse: hiddenOf(obverse) });
    expect(await follow(shown?.['id_card_facade_link'])).toBe('facade.png');
    expect(await follow(shown?.['id_card_obverse_link'])).toBe('obverse.png');
    expect((await fetch(String(shown?.['id_card_facade_link']))).headers.get('content-type')).toBe('image/png');
    vfine.clock.forward(11);
    expect(await follow(shown?.['id_card_facade_link'])).toBe('404');
    vfine.clock.reset();
    const keys = (await vfine.em().find(Upload, { user: user.id })).map(({ key }) => key);
    expect(keys.toSorted()).toEqual([hiddenOf(facade), hiddenOf(obverse)].toSorted());
    expect(await vfine.em().find(Audit, { actor: operator.uuid, action: `${noun}.read` })).not.toEqual([]);
  });

  test('stay where everybody sees them while another one waits', async () => {
    await ask('/facade', '/obverse');
    const key = await picture('facade.png');
    expect(await ask(key, '/obverse')).toMatchObject({ status: 400, body: { code: 'action_already_done' } });
    expect(await seen(key)).toBe(200);
  });

  test.each([
    ['avatar', (key: string) => vfine.call(user, `PUT ${at}/users/profile`, { avatar: key })],
    ['cover', (avatar: string) => vfine.buildWork({ producer: user, avatar })],
    ['song', (path: string) => vfine.buildWork({ producer: user, path })],
  ])('are none that serve as %s', async (_use, use) => {
    const key = await picture('facade.png');
    await use(key);
    expect(await ask('/facade', key)).toMatchObject({ status: 400, body: { code: 'invalid_value' } });
    expect(await seen(key)).toBe(200);
    expect(await asOperator(list)).toBeUndefined();
  });

  test('are no links where they name nothing, or what somebody else has uploaded', async () => {
    const foreign = await picture('foreign.png', await vfine.buildUser());
    expect((await ask(foreign, '/obverse')).status).toBeLessThan(300);
    expect(await seen(foreign)).toBe(200);
    const nothing = { id_card_facade: foreign, id_card_facade_link: null, id_card_obverse_link: null };
    expect(await asOperator(list)).toMatchObject(nothing);
  });
});

test('pictures of a refused real name stay where everybody sees them', async () => {
  const [id_card, other] = [nextCard(), await vfine.buildUser()];
  await askForName('/facade', '/obverse', { id_card });
  const taken = await picture('taken.png', other);
  expect(await askForName(taken, '/o', { id_card }, other)).toMatchObject({ body: { code: 'db_integrity_error' } });
  await vfine.call(operator, `PATCH ${at}/users/${user.uuid}/real_name/`, { status: 'SUCCESS' });
  const done = await picture('done.png');
  expect(await askForName(done, '/o')).toMatchObject({ body: { code: 'action_already_done' } });
  expect([await seen(taken), await seen(done)]).toEqual([200, 200]);
});

test('the sample song of an application is heard by operators', async () => {
  const { key } = await vfine.upload(user, { content: 'la la la' });
  await apply('/facade', '/obverse', { music: key });
  const shown = await asOperator('/admin/identifications/');
  expect(shown).toMatchObject({ music: key });
  expect(await follow(shown?.['music_link'])).toBe('la la la');
});

const hide = (key: string) => hideUpload(vfine.em(), vfine.ports.storage, { key, user });

describe('hideUpload', () => {
  test('finds moved what it has moved, and lets nothing take its place', async () => {
    const key = await picture('a.png');
    expect(await hide(key)).toBe(hiddenOf(key));
    expect(await hide(key)).toBe(hiddenOf(key));
    await vfine.ports.storage.put(key, Buffer.from('another'));
    expect(await hide(key)).toBe(hiddenOf(key));
    expect(await seen(key)).toBe(404);
    expect(String(await vfine.ports.storage.readAll(hiddenOf(key)))).toBe('a.png');
  });

  test('finishes what broke off when the picture was copied', async () => {
    const key = await picture('a.png');
    await vfine.ports.storage.put(hiddenOf(key), Buffer.from('a.png'));
    expect(await hide(key)).toBe(hiddenOf(key));
    expect(await seen(key)).toBe(404);
    expect(await vfine.em().find(Upload, { user: user.id })).toMatchObject([{ key: hiddenOf(key) }]);
  });

  test('leaves alone what is no picture of theirs', async () => {
    const { key } = await vfine.upload(user, { type: 'default' });
    const missing = `pics/${user.uuid.replaceAll('-', '')}/0123456789abcdef/none.png`;
    for (const one of [key, missing, '/path']) expect(await hide(one)).toBe(one);
    expect(await vfine.ports.storage.stat(key)).toBeDefined();
  });
});
