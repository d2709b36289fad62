import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildTravel, type Travel } from '#tests/kit/travel.ts';

const reader = 'ops:日志 and a long password';
let world: Travel;
let closed: Travel;
beforeAll(async () => {
  const operatorLog = { tail: async (source: string, bytes: number) => `${source} ${bytes}\n` };
  world = await buildTravel({ ports: { operatorLog }, settings: { logReader: reader } });
  closed = await buildTravel();
});
afterAll(() => Promise.all([world.close(), closed.close()]));

const basic = (credentials: string) => ({ authorization: `Basic ${Buffer.from(credentials).toString('base64')}` });
const get = (path: string, headers: Record<string, string> = {}, at = world) =>
  at.call(undefined, `GET /travel/media/${path}`, undefined, headers);

describe.each([
  ['log.txt', 'api'],
  ['celery.txt', 'worker'],
])('/media/%s', (file, source) => {
  test('is read with the operators’ credentials', async () => {
    const { status, headers, body } = await get(file, basic(reader));
    expect([status, String(body)]).toEqual([200, `${source} 262144\n`]);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test.each([
    ['nobody', {}],
    ['somebody else', basic('ops:wrong')],
    ['no password', basic('ops')],
    ['no credentials', { authorization: 'Basic' }],
    ['another scheme', { authorization: `Bearer ${'a'.repeat(30)}` }],
    ['nonsense', { authorization: 'Basic %%%' }],
  ])('asks %s to log in', async (_name, headers) => {
    const reply = await get(file, headers);
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
  });

  test('is not there where no credentials are set', async () => {
    for (const headers of [{}, basic(reader), basic(':')]) expect((await get(file, headers, closed)).status).toBe(404);
  });

  test('is not for an operator’s session or a user of the face', async () => {
    const user = await world.traveller();
    expect((await world.call(user, `GET /travel/media/${file}`)).status).toBe(401);
  });
});

test.each(['other.txt', 'log.txt.1', 'operator-log/api.log', '..%2flog.txt'])('/media serves no %s', async (file) => {
  expect((await get(file, basic(reader))).status).toBe(403);
});
