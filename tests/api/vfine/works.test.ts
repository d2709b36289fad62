import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Work } from '#domain/works/work.entity.ts';
import type { WorkState } from '#domain/works/work.machine.ts';
import { worksReviewOf } from '#workflows/works-review/contract.ts';
import { castWorks, type Who } from '#tests/kit/works-cast.ts';

const { vfine, people, row, submit } = await castWorks();
const { musician, stranger } = people;
beforeEach(() => vfine.flows.forget());
afterAll(() => vfine.close());

const owner = { name: '李四', phone: '+8618566669999', address: '北京市朝阳区 1 号' };

describe('POST /works/', () => {
  test('answers the document’s example in the one format of music, waiting', async () => {
    const shown = await submit({ name: 'xxx', can_sell: true, owner: {} });
    expect(shown).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      producer: musician.uuid,
      username: '谭维维',
      photo: '/pics/tan.png',
      name: 'xxx',
      path: 'sdas.path',
      desc: '',
      avatar: '',
      tags: [],
      categories: [],
      length: 0,
      essence_start: 0,
      essence_end: 0,
      size: 0,
      status: 'WAITING',
      type: '',
      can_sell: true,
      collect_count: 0,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d$/),
      remarks: '',
      owner: { name: '', phone: '', address: '' },
    });
  });

  test('keeps all that is said, the owner sealed, and takes the size of the file from the store', async () => {
    const path = await vfine.putUpload(musician, 'la la la');
    const shown = await submit({
      path,
      desc: '描述',
      tags: [3, '31'],
      categories: [1],
      length: 61.5,
      essence_start: 1,
      essence_end: 3,
      size: 1,
      type: 'PERSONAL',
      owner,
    });
    expect(shown).toMatchObject({
      path,
      desc: '描述',
      tags: [
        { id: 3, name: '摇滚' },
        { id: 31, name: '欢快' },
      ],
      categories: [{ id: 1, name: '风格', real: false, parent: null }],
      length: 61.5,
      size: 8,
      type: 'PERSONAL',
      owner,
    });
    const kept = await row(shown.uuid);
    expect(kept).toMatchObject({ ingest: 'WAITING', sizeBytes: 8 });
    for (const secret of Object.values(owner)) expect(JSON.stringify(kept)).not.toContain(secret);
    expect(vfine.flows.begun.map(({ id }) => id)).toEqual([worksReviewOf(shown.uuid)]);
  });

  test.each(['a, b', '"x"', '{}', "'", '\\', 'null', ' ', '🎵 𝄞', '%_'])('takes the name %s as it is', async (name) => {
    expect(await submit({ name })).toMatchObject({ name });
  });

  test('takes an upload whose callback was lost', async () => {
    const key = `songs/${musician.uuid.replaceAll('-', '')}/lost1234/a.mp3`;
    await vfine.ports.storage.put(key, Buffer.from('here'));
    expect(await submit({ path: key })).toMatchObject({ size: 4 });
  });

  const bad: [what: string, body: object, code: string][] = [
    ['no name', { name: undefined }, 'missing_body_field'],
    ['no path', { path: undefined }, 'missing_body_field'],
    ['an empty name', { name: '' }, 'invalid_value'],
    ['a name that is no text', { name: 1 }, 'invalid_value'],
    ['a name too long', { name: 'x'.repeat(129) }, 'invalid_value'],
    ['a name with a zero', { name: 'a\0b' }, 'invalid_value'],
    ['a name with half a sign', { name: '\uD83D' }, 'invalid_value'],
    ['an unknown tag', { tags: [999_999] }, 'invalid_value'],
    ['tags that are no list', { tags: 3 }, 'invalid_value'],
    ['too many tags', { tags: Array.from({ length: 21 }, () => 3) }, 'invalid_value'],
    ['a wrong type', { type: 'BAND' }, 'invalid_value'],
    ['a negative length', { length: -1 }, 'invalid_value'],
    ['an endless length', { length: 1e12 }, 'invalid_value'],
    ['an essence that ends before it begins', { essence_start: 5, essence_end: 3 }, 'invalid_value'],
    ['can_sell that is no flag', { can_sell: 'yes' }, 'invalid_value'],
    ['an owner that is a text', { owner: 'me' }, 'invalid_value'],
    ['a phone too long', { owner: { phone: '1'.repeat(33) } }, 'invalid_value'],
    ['a file that nobody has uploaded', { path: 'songs/nothing.mp3' }, 'invalid_value'],
    ['a path that climbs', { path: 'songs/../secret.mp3' }, 'invalid_value'],
    ['an avatar that nobody has uploaded', { avatar: 'pics/nothing.png' }, 'invalid_value'],
  ];
  test.each(bad)('refuses %s', async (_what, body, code) => {
    const before = await vfine.em().count(Work);
    const reply = await vfine.call(musician, 'POST /vfine/v1/works/', { name: '夜', path: 'a.mp3', ...body });
    expect(reply).toMatchObject({ status: 400, body: { code } });
    expect(await vfine.em().count(Work)).toBe(before);
  });

  test('refuses somebody else’s upload', async () => {
    const path = await vfine.putUpload(stranger);
    const reply = await vfine.call(musician, 'POST /vfine/v1/works/', { name: '夜', path });
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid_value' } });
  });

  test.each<[Who, number]>([
    ['nobody', 401],
    ['visitor', 403],
    ['admin', 403],
  ])('refuses %s', async (who, status) => {
    expect(await vfine.call(people[who], 'POST /vfine/v1/works/', { name: '夜', path: 'a' })).toMatchObject({
      status,
    });
  });
});

describe('PUT /works/:uuid/', () => {
  test.each<WorkState>(['UNSUBMIT', 'ONLINE', 'OFFLINE', 'FAIL'])(
    'brings a work in %s back to review',
    async (status) => {
      const work = await vfine.buildWork({ producer: musician, status, remarks: 'low', desc: 'stays' });
      const change = { status: 'OFFLINE', name: 'hehe', tags: [3], can_sell: false };
      const reply = await vfine.call(musician, `PUT /vfine/v1/works/${work.id}/`, change);
      expect(reply).toMatchObject({
        status: 200,
        body: { status: 'WAITING', name: 'hehe', tags: [{ id: 3 }], can_sell: false, desc: 'stays', remarks: '' },
      });
      expect(await row(work.id)).toMatchObject({
        nameGrams: expect.arrayContaining(['68-65', '65-68']),
        ingest: 'DONE',
      });
    },
  );

  test.each([
    ['no field', {}],
    ['no field that it has', new URLSearchParams({ '{"name":"夜"}': '' })],
  ])('refuses a change of %s, which leaves the work on the shelf', async (_name, change) => {
    const work = await vfine.buildWork({ producer: musician, status: 'ONLINE' });
    expect(await vfine.call(musician, `PUT /vfine/v1/works/${work.id}/`, change)).toMatchObject({ status: 400 });
    expect((await row(work.id)).status).toBe('ONLINE');
  });

  test('changes a work that waits within its review', async () => {
    const { uuid } = await submit();
    expect(await vfine.call(musician, `PUT /vfine/v1/works/${uuid}/`, { name: '新' })).toMatchObject({ status: 200 });
    expect(vfine.flows.begun).toHaveLength(1);
    expect((await row(uuid)).name).toBe('新');
  });

  test('hears another song, and not the same one again', async () => {
    const [first, second] = [await vfine.putUpload(musician), await vfine.putUpload(musician)];
    const work = await vfine.buildWork({ producer: musician, path: first });
    await vfine.call(musician, `PUT /vfine/v1/works/${work.id}/`, { path: first, name: 'same' });
    expect(await row(work.id)).toMatchObject({ ingest: 'DONE', durationMs: 180_000 });
    await vfine.call(musician, `PUT /vfine/v1/works/${work.id}/`, { path: second });
    expect(await row(work.id)).toMatchObject({ ingest: 'WAITING', durationMs: null, previewKey: null });
  });

  test('hears the song again where its best part begins elsewhere', async () => {
    const { id } = await vfine.buildWork({ producer: musician, essenceStart: 30 });
    await vfine.call(musician, `PUT /vfine/v1/works/${id}/`, { essence_start: 30, essence_end: 60 });
    expect(await row(id)).toMatchObject({ ingest: 'DONE', essenceEnd: 60 });
    await vfine.call(musician, `PUT /vfine/v1/works/${id}/`, { essence_start: 40 });
    expect(await row(id)).toMatchObject({ ingest: 'WAITING', previewKey: null });
  });

  test('knows nothing of a path that names no file of ours, whatever was heard before', async () => {
    const { id } = await vfine.buildWork({ producer: musician });
    await vfine.call(musician, `PUT /vfine/v1/works/${id}/`, { path: 'sdas.path', length: 5 });
    expect(await row(id)).toMatchObject({ ingest: 'NONE', previewKey: null, lengthSeconds: 5 });
  });

  test('keeps the size of an upload and the length that was heard, whatever is said', async () => {
    const { id, path } = await vfine.buildWork({ producer: musician, path: await vfine.putUpload(musician, 'la') });
    const change = { length: 5, size: 1 };
    const reply = await vfine.call(musician, `PUT /vfine/v1/works/${id}/`, change);
    expect(reply.body).toMatchObject({ length: 180, size: 4_000_000 });
    const given = await vfine.call(musician, `PUT /vfine/v1/works/${id}/`, { ...change, path });
    expect(given.body).toMatchObject({ length: 180, size: 2 });
    const unheard = await submit({ path });
    expect((await vfine.call(musician, `PUT /vfine/v1/works/${unheard.uuid}/`, change)).body).toMatchObject({
      length: 5,
      size: 2,
    });
  });

  test.each([
    ['ends before it began before', { essence_end: 5 }],
    ['begins after its end', { essence_start: 70 }],
    ['begins when the song is over', { essence_start: 180, essence_end: 0 }],
  ])('refuses a best part that %s', async (_what, change) => {
    const work = await vfine.buildWork({ producer: musician, essenceStart: 30, essenceEnd: 60 });
    const reply = await vfine.call(musician, `PUT /vfine/v1/works/${work.id}/`, change);
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid_value' } });
    expect(await row(work.id)).toMatchObject({ status: 'ONLINE', essenceStart: 30, essenceEnd: 60 });
  });

  test.each<[Who, number]>([
    ['nobody', 401],
    ['visitor', 403],
    ['admin', 403],
    ['stranger', 404],
  ])('refuses %s', async (who, status) => {
    const work = await vfine.buildWork({ producer: musician });
    expect(await vfine.call(people[who], `PUT /vfine/v1/works/${work.id}/`, { name: 'x' })).toMatchObject({ status });
    expect((await row(work.id)).status).toBe('ONLINE');
  });

  test('finds no deleted work, and none without a uuid', async () => {
    const work = await vfine.buildWork({ producer: musician, status: 'DELETE' });
    for (const id of [work.id, 'nothing', '1'])
      expect(await vfine.call(musician, `PUT /vfine/v1/works/${id}/`, { name: 'x' })).toMatchObject({ status: 404 });
  });
});

test('handing in has a limit of rate: each makes work for the workers', async () => {
  const { settings } = vfine.ports;
  settings.rateLimits = true;
  try {
    await vfine.tried('write', 58);
    const replies: unknown[] = [];
    for (let i = 0; i < 2; i++) {
      replies.push((await vfine.call(musician, 'PUT /vfine/v1/works/none/', { name: 'x' })).body);
      replies.push((await vfine.call(musician, 'POST /vfine/v1/works/', {})).body);
    }
    expect(replies[1]).not.toMatchObject({ code: 'too_many_requests' });
    expect(replies.slice(2)).toMatchObject([{ code: 'too_many_requests' }, { code: 'too_many_requests' }]);
  } finally {
    settings.rateLimits = false;
  }
});
