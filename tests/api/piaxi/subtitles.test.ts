import type { User } from '#domain/accounts/user.entity.ts';
import { badRequest, buildPiaxi, loginRequired, missing, refusal, success, type Piaxi } from '#tests/kit/piaxi.ts';

let piaxi: Piaxi;
let ann: User;
beforeAll(async () => {
  piaxi = await buildPiaxi();
  ann = await piaxi.dubber();
});
afterAll(() => piaxi.close());

const lines = [{ startMs: 0, endMs: 1500, text: '我想做个好人' }];
const newWorks = async () => (await piaxi.works(ann, await piaxi.video({ lines }))).id;
const save = (id: number | string, given: Parameters<Piaxi['call']>[2], who: User | undefined = ann) =>
  piaxi.call(who, `POST /piaxi/api/works/${id}/subtitle`, given);
const line = (more: object = {}) => ({ subtitle: [{ start: 0, end: 1000, text: '好啊', ...more }] });

test('a video tells what is said in it', async () => {
  const { id } = await piaxi.video({ lines: [{ startMs: 0, endMs: 1500, text: '好', roleId: 7 }] });
  expect(await piaxi.call(undefined, `GET /piaxi/api/videos/${id}/subtitle`)).toMatchObject(
    success('获取字幕成功', { subtitle: [{ start: 0, end: 1500, text: '好', role_id: 7 }] }),
  );
  expect(await piaxi.call(undefined, 'GET /piaxi/api/videos/999999/subtitle')).toMatchObject(missing.video);
  expect(await piaxi.call(undefined, 'GET /piaxi/api/videos/x/subtitle')).toMatchObject(badRequest);
  const file = await piaxi.call(undefined, `GET /piaxi/files/videos/${id}/subtitle.srt`);
  expect(String(file.body)).toBe('1\n00:00:00,000 --> 00:00:01,500\n好\n');
});

test('a works keeps its own, in order, within the clip', async () => {
  const id = await newWorks();
  const given = [
    { start: '4000', end: 99_000, text: '去跟法官说' },
    { start: 0, end: 1000, text: ' 好啊 ' },
  ];
  expect(await save(id, { subtitle: given })).toMatchObject(success('保存字幕成功'));
  const file = await piaxi.call(undefined, `GET /piaxi/files/works/${id}/subtitle.srt`);
  expect(file.headers.get('content-type')).toBe('application/x-subrip');
  expect(String(file.body)).toBe(
    '1\n00:00:00,000 --> 00:00:01,000\n好啊\n\n2\n00:00:04,000 --> 00:00:10,000\n去跟法官说\n',
  );
});

test('a works without an own one has no file', async () => {
  expect(await piaxi.call(undefined, `GET /piaxi/files/works/${await newWorks()}/subtitle.srt`)).toMatchObject({
    status: 404,
  });
});

test('an empty subtitle shows nothing', async () => {
  expect(await save(await newWorks(), { subtitle: [] })).toMatchObject({ status: 200 });
});

test.each<[name: string, given: Parameters<Piaxi['call']>[2]]>([
  ['no body', undefined],
  ['no subtitle', {}],
  ['null', { subtitle: null }],
  ['a text', { subtitle: 'x' }],
  ['a line that is a text', { subtitle: ['x'] }],
  ['no start', line({ start: undefined })],
  ['a negative start', line({ start: -1 })],
  ['a start that is a word', line({ start: 'x' })],
  ['a fraction', line({ start: 0.5 })],
  ['no end', line({ end: null })],
  ['an end before the start', line({ start: 1000, end: 999 })],
  ['an end at the start', line({ start: 1000, end: 1000 })],
  ['an end of days', line({ end: 86_400_001 })],
  ['no text', line({ text: undefined })],
  ['an empty text', line({ text: ' ' })],
  ['a number for a text', line({ text: 5 })],
  ['a text of 201 characters', line({ text: '好'.repeat(201) })],
  ['a zero byte', line({ text: 'a\0b' })],
  ['half a character', '{"subtitle":[{"start":0,"end":1,"text":"\\ud800"}]}'],
  ['501 lines', { subtitle: Array.from({ length: 501 }, () => line().subtitle[0]) }],
  ['a trailing comma', '{"subtitle":[],}'],
])('refuses %s', async (_name, given) => {
  expect(await save(await newWorks(), given)).toMatchObject(badRequest);
});

test('refuses a line that begins after the clip', async () => {
  expect(await save(await newWorks(), line({ start: 10_000, end: 10_001 }))).toMatchObject(
    refusal(400, 'BAD_REQUEST', '字幕时间超出视频时长'),
  );
});

test('is for the owner', async () => {
  const id = await newWorks();
  expect(await save(id, line(), await piaxi.dubber())).toMatchObject(missing.works);
  expect(await piaxi.call(undefined, `POST /piaxi/api/works/${id}/subtitle`, line())).toMatchObject(loginRequired);
  expect(await save('x', line())).toMatchObject(badRequest);
});

test('nothing of this was a fault', () => expect(piaxi.faults).toEqual([]));
