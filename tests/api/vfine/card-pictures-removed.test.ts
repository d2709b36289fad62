import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { Upload } from '#domain/uploads/upload.entity.ts';
import { openIdentity } from '#domain/verification/identity.ts';
import { RealName } from '#domain/verification/real-name.entity.ts';
import { Verification } from '#domain/verification/verification.entity.ts';
import { musicianApplication, realNameRequest } from '#tests/kit/identities.ts';
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
const picture = async (name: string) => (await vfine.upload(user, { type: 'pics', name, content: name })).key;
const isStored = async (key: string) => (await vfine.ports.storage.stat(key)) !== undefined;
const uploads = async () => (await vfine.em().find(Upload, { user: user.id })).map(({ key }) => key);

const askForName = (id_card_facade: string, id_card_obverse: string) =>
  vfine.call(user, `POST ${at}/users/real_name/`, realNameRequest({ id_card_facade, id_card_obverse, name: 'lee' }));
const apply = (id_card_facade: string, id_card_obverse: string) =>
  vfine.call(user, `PUT ${at}/mps/identification`, musicianApplication({ id_card_facade, id_card_obverse }));
const decide = (status: string) => vfine.call(operator, `PATCH ${at}/users/${user.uuid}/real_name/`, { status });
const review = (verdict: string) =>
  vfine.call(operator, `POST ${at}/admin/identifications/${user.uuid}/review`, { verdict });
const withdraw = () => vfine.call(user, `DELETE ${at}/mps/identification`);

const endings = [
  ['a real name that succeeded', askForName, () => decide('SUCCESS'), RealName],
  ['a real name that failed', askForName, () => decide('FAIL'), RealName],
  ['an approved application', apply, () => review('approve'), Verification],
  ['a refused application', apply, () => review('refuse'), Verification],
  ['an application that was taken back', apply, withdraw, Verification],
] as const;

describe.each(endings)('the pictures of %s', (_what, ask, end, entity) => {
  test.each(['runs', 'was terminated'])('go, where its process %s', async (state) => {
    const keys = [await picture('facade.png'), await picture('obverse.png')] as const;
    await ask(...keys);
    const hidden = keys.map(hiddenOf);
    expect(await Promise.all(hidden.map(isStored))).toEqual([true, true]);
    if (state !== 'runs')
      for (const noun of ['real-name', 'musician']) vfine.flows.end(`${noun}-verification:${user.uuid}`);
    const reply = await end();
    expect(reply.status).toBeLessThan(300);
    expect(await Promise.all([...keys, ...hidden].map(isStored))).toEqual([false, false, false, false]);
    expect(await uploads()).toEqual([]);
    const row = await vfine.em().findOneOrFail(entity as typeof RealName, { user: user.id }, { populate: ['user'] });
    expect(openIdentity(vfine.ports.secrets, row)).toMatchObject({ name: 'lee', idCardFacade: '', idCardObverse: '' });
  });
});

test('who decided and the person are told of no picture any more', async () => {
  await askForName(await picture('facade.png'), '/obverse');
  const gone = { status: 'SUCCESS', id_card_facade: '', id_card_obverse: '/obverse' };
  expect((await decide('SUCCESS')).body).toMatchObject(gone);
  expect((await vfine.call(user, `GET ${at}/users/real_name/`)).body).toMatchObject(gone);
});

test('pictures that another request waits with stay until its end', async () => {
  const [facade, obverse] = [await picture('facade.png'), await picture('obverse.png')];
  await apply(facade, obverse);
  await askForName(facade, obverse);
  await review('approve');
  expect(await isStored(hiddenOf(facade))).toBe(true);
  await decide('SUCCESS');
  expect([await isStored(hiddenOf(facade)), await uploads()]).toEqual([false, []]);
  const row = await vfine.em().findOneOrFail(Verification, { user: user.id }, { populate: ['user'] });
  expect(openIdentity(vfine.ports.secrets, row)).toMatchObject({ idCardFacade: '', idCardObverse: '' });
});

test('what is in use by then, a song, and what is somebody else’s stays', async () => {
  const cover = (await vfine.upload(user, { type: 'default', name: 'cover.png' })).key;
  const song = (await vfine.upload(user)).key;
  await askForName(cover, song);
  await vfine.buildWork({ producer: user, avatar: cover });
  await decide('FAIL');
  const owner = user;
  user = await vfine.buildUser();
  const foreign = (await vfine.upload(owner, { type: 'default', name: 'foreign.png' })).key;
  await apply(foreign, song);
  await review('refuse');
  expect(await Promise.all([cover, song, foreign].map(isStored))).toEqual([true, true, true]);
});
