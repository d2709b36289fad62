import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Message } from '#domain/accounts/message.entity.ts';
import { tell } from '#domain/accounts/messages.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';
import { unique } from '#tests/kit/world.ts';

let world: Vfine;
beforeAll(async () => void (world = await buildVfine()));
afterAll(() => world.close());

const at = '/vfine/v1/messages/';
const list = async (user: User | undefined, query = '') => world.call(user, `GET ${at}${query}`);
const count = async (user: User | undefined, query = '') => world.call(user, `GET ${at}count/${query}`);
const write = (who: User | undefined, body: object) => world.call(who, `POST ${at}`, { ...body });

async function somebodyWith(messages: number): Promise<User> {
  const user = await world.buildUser();
  for (let at = 0; at < messages; at++)
    await tell(world.em(), user, {
      eventKey: unique('e'),
      title: `T${at}`,
      content: `C${at}`,
      args: { email: 'a@b.cn' },
    });
  return user;
}
interface Page {
  count: number;
  next: string | null;
  previous: string | null;
  results: { id: number; title: string; read: boolean; created_at: string }[];
}
const titles = ({ body }: { body: unknown }) => (body as Page).results.map(({ title }) => title);

describe('GET /messages/', () => {
  test('shows the newest first, as the document prints them', async () => {
    const reply = await list(await somebodyWith(2));
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      count: 2,
      next: null,
      previous: null,
      results: [
        expect.objectContaining({ title: 'T1' }),
        {
          type: 'SYSTEM',
          args: { email: 'a@b.cn' },
          content: 'C0',
          read: false,
          created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
          id: expect.any(Number),
          title: 'T0',
        },
      ],
    });
  });

  test('marks all of them read, also those on other pages, and shows them as they stood', async () => {
    const user = await somebodyWith(3);
    expect((await list(user, '?page_size=1')).body).toMatchObject({ results: [{ read: false }] });
    expect((await count(user, '?read=false')).body).toEqual({ count: 0 });
    expect((await list(user)).body).toMatchObject({ results: [{ read: true }, { read: true }, { read: true }] });
  });

  test('filters by what was read', async () => {
    const user = await somebodyWith(2);
    expect(titles(await list(user, '?read=true'))).toEqual([]);
    await tell(world.em(), user, { eventKey: unique('e'), title: 'new', content: 'new', args: {} });
    expect(titles(await list(user, '?read=false'))).toEqual(['new']);
    expect(titles(await list(user, '?read=true'))).toEqual(['new', 'T1', 'T0']);
    expect(titles(await list(user, '?read='))).toHaveLength(3);
  });

  test('leads from page to page by absolute addresses', async () => {
    const user = await somebodyWith(12);
    const first = (await list(user, '?unknown=x')).body as Page;
    expect(first).toMatchObject({ count: 12, previous: null });
    expect(first.results).toHaveLength(10);
    expect(first.next).toBe(`${world.base}${at}?unknown=x&page=2`);
    const second = (await world.call(user, `GET ${first.next?.slice(world.base.length)}`)).body as Page;
    expect(second).toMatchObject({ count: 12, next: null, previous: `${world.base}${at}?unknown=x&page=1` });
    expect(second.results.map(({ title }) => title)).toEqual(['T1', 'T0']);
  });

  test('gives at most a hundred at once', async () => {
    const user = await somebodyWith(102);
    const { results, next } = (await list(user, '?page_size=5000')).body as Page;
    expect(results).toHaveLength(100);
    expect(titles(await world.call(user, `GET ${next?.slice(world.base.length)}`))).toEqual(['T1', 'T0']);
  });

  test.each([
    ['the page after the last', '?page=3', 404, { detail: 'Not found.' }],
    ['a page far away', '?page=999999999', 404, { detail: 'Not found.' }],
    ['a page beyond all numbers', '?page=99999999999999999', 400, { code: 'invalid_value' }],
    ['the first page of nothing', '?page=1', 200, { count: 0 }],
    ['page 0', '?page=0', 400, { code: 'invalid_value' }],
    ['a page that is no number', '?page=x', 400, { code: 'invalid_value' }],
    ['a page size of 0', '?page_size=0', 400, { code: 'invalid_value' }],
    ['an unknown filter', '?read=maybe', 400, { code: 'invalid_value' }],
  ])('answers %s', async (_name, query, status, body) => {
    expect(await list(await somebodyWith(0), query)).toMatchObject({ status, body });
  });

  test('leaves the messages unread where the page does not exist', async () => {
    const user = await somebodyWith(1);
    await list(user, '?page=2');
    expect((await count(user, '?read=false')).body).toEqual({ count: 1 });
  });
});

describe('GET /messages/count/', () => {
  test.each([
    ['', 3],
    ['?read=', 3],
    ['?read=false', 1],
    ['?read=true', 2],
  ])('counts %s', async (query, expected) => {
    const user = await somebodyWith(2);
    await list(user);
    await tell(world.em(), user, { eventKey: unique('e'), title: 'new', content: 'new', args: {} });
    for (let twice = 0; twice < 2; twice++)
      expect(await count(user, query)).toMatchObject({ status: 200, body: { count: expected } });
  });
});

describe('DELETE /messages/:id/', () => {
  test('deletes one of the own messages, once', async () => {
    const user = await somebodyWith(2);
    const [{ id } = { id: 0 }] = ((await list(user)).body as Page).results;
    expect(await world.call(user, `DELETE ${at}${id}/`)).toMatchObject({ status: 204, body: Buffer.alloc(0) });
    expect(titles(await list(user))).toEqual(['T0']);
    expect(await world.call(user, `DELETE ${at}${id}/`)).toMatchObject({ status: 404 });
  });

  test("does not find somebody else's", async () => {
    const owner = await somebodyWith(1);
    const [{ id } = { id: 0 }] = ((await list(owner)).body as Page).results;
    const reply = await world.call(await world.buildUser(), `DELETE ${at}${id}/`);
    expect(reply).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
    expect(titles(await list(owner))).toEqual(['T0']);
  });

  test.each(['0', '99999999999', 'abc', '-1', '1.5', '1e3', '%201', '%00'])('does not find %s', async (id) => {
    const reply = await world.call(await world.buildUser(), `DELETE ${at}${id}/`);
    expect(reply).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
  });
});

describe('PUT /messages/:id/read/', () => {
  test('marks one of the own messages, also twice', async () => {
    const user = await somebodyWith(2);
    const [first] = await world.em().find(Message, { recipient: user.id });
    for (let twice = 0; twice < 2; twice++)
      expect(await world.call(user, `PUT ${at}${first?.id}/read/`)).toMatchObject({ status: 204 });
    expect((await count(user, '?read=false')).body).toEqual({ count: 1 });
  });

  test("does not find somebody else's, and says so as the document does", async () => {
    const owner = await somebodyWith(1);
    const [first] = await world.em().find(Message, { recipient: owner.id });
    const reply = await world.call(await world.buildUser(), `PUT ${at}${first?.id}/read/`);
    expect(reply.status).toBe(404);
    expect(reply.body).toEqual({ message: '消息不存在', code: 'object_not_found', detail: 'Not found.' });
    expect((await count(owner, '?read=false')).body).toEqual({ count: 1 });
  });

  test.each(['0', '99999999999', 'abc'])('says the same of %s', async (id) => {
    expect(await world.call(await world.buildUser(), `PUT ${at}${id}/read/`)).toMatchObject({
      status: 404,
      body: { message: '消息不存在', code: 'object_not_found', detail: 'Not found.' },
    });
  });

  test('asks for a login', async () => {
    expect(await world.call(undefined, `PUT ${at}1/read/`)).toMatchObject({ status: 401 });
  });
});

describe('POST /messages/', () => {
  test('reaches its receiver, and is noted', async () => {
    const [operator, user] = [await world.buildOperator(), await world.buildUser()];
    const words = { title: 'xx', content: 'v'.repeat(5000) };
    const reply = await write(operator, { ...words, receiver: user.uuid });
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      ...words,
      read: false,
      id: expect.any(Number),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    });
    expect((await list(user)).body).toMatchObject({ count: 1, results: [{ ...words, type: 'SYSTEM', args: {} }] });
    const { id } = reply.body as { id: number };
    expect(await world.em().count(Audit, { actor: operator.uuid, action: 'write', subject: `message:${id}` })).toBe(1);
  });

  test.each([
    ['does not find nobody', { title: 'x', content: 'y', receiver: randomUUID() }, 404, { detail: 'Not found.' }],
    ['asks for the title', { content: 'y', receiver: randomUUID() }, 400, { code: 'missing_body_field' }],
    ['asks for the content', { title: 'x', receiver: randomUUID() }, 400, { code: 'missing_body_field' }],
    ['asks for the receiver', { title: 'x', content: 'y' }, 400, { code: 'missing_body_field' }],
    ['refuses what is no uuid', { title: 'x', content: 'y', receiver: 'z' }, 400, { code: 'invalid_value' }],
    ['refuses NUL', { title: 'x\0', content: 'y', receiver: randomUUID() }, 400, { code: 'invalid_value' }],
  ])('%s', async (_name, given, status, body) => {
    expect(await write(await world.buildOperator(), given)).toMatchObject({ status, body });
  });

  test('is for administrators', async () => {
    const user = await world.buildUser();
    const given = { title: 'x', content: 'y', receiver: user.uuid };
    expect(await write(undefined, given)).toMatchObject({ status: 401, body: { message: '未认证' } });
    expect(await write(user, given)).toMatchObject({ status: 403, body: { message: '没有权限' } });
    expect((await count(user)).body).toEqual({ count: 0 });
  });
});

describe('messages', () => {
  test.each([`GET ${at}`, `GET ${at}count/?read=false`, `DELETE ${at}1/`])('are private: %s', async (endpoint) => {
    expect(await world.call(undefined, endpoint)).toMatchObject({ status: 401, body: { message: '未认证' } });
  });

  test('of the same event are told once', async () => {
    const user = await world.buildUser();
    const note = { eventKey: unique('e'), title: 'T', content: 'C', args: {} };
    await Promise.all([tell(world.em(), user, note), tell(world.em(), user, note)]);
    expect(titles(await list(user))).toEqual(['T']);
  });

  test('are not read by a foreign page', async () => {
    const user = await somebodyWith(1);
    expect(await world.call(user, `GET ${at}`, undefined, { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
    });
    expect((await count(user, '?read=false')).body).toEqual({ count: 1 });
  });
});
