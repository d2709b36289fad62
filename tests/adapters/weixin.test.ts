import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWeixin } from '#adapters/weixin/code2session.ts';
import { createWeixinStandIn } from '#adapters/weixin/stand-in.ts';

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
const close = (server: Server) =>
  new Promise((resolve) => {
    server.closeAllConnections();
    server.close(resolve);
  });
const ours = { appId: 'wx1', appSecret: 'secret', patienceMs: 30_000, pauseMs: 1 };

describe('against the stand-in', () => {
  let now = 0;
  const server = createWeixinStandIn(() => now);
  let url: string;
  beforeAll(async () => void (url = await listen(server)));
  afterAll(() => close(server));
  const weixin = () => createWeixin({ ...ours, url });

  test('a test code logs in its openid', async () => {
    const user = await weixin().exchange('test-oWsRr5fWB2ppL4SyqEt4do2iD6T4');
    expect(user.openid).toBe('oWsRr5fWB2ppL4SyqEt4do2iD6T4');
    expect(Buffer.from(user.sessionKey, 'base64')).toHaveLength(16);
  });

  test('a code counts once within its five minutes, another code of the same openid too', async () => {
    await weixin().exchange('test-ann');
    await expect(weixin().exchange('test-ann')).rejects.toMatchObject({ code: 'weixin_login_failed' });
    expect(await weixin().exchange('test-ann.2')).toMatchObject({ openid: 'ann' });
    now += 5 * 60_000 + 1;
    expect(await weixin().exchange('test-ann')).toMatchObject({ openid: 'ann' });
  });

  test.each([
    ['071aeBTI06CYvh2SY2RI0CtqTI0aeBTB', 'unauthenticated', 'weixin_login_failed'],
    ['test-', 'unauthenticated', 'weixin_login_failed'],
    [`test-${'x'.repeat(65)}`, 'unauthenticated', 'weixin_login_failed'],
    ['error-blocked', 'unauthenticated', 'weixin_login_failed'],
    ['error-often', 'too_many', 'weixin_too_often'],
    ['error-busy', 'unavailable', 'weixin_unavailable'],
  ])('refuses %s as %s %s', async (code, kind, reason) => {
    await expect(weixin().exchange(code)).rejects.toMatchObject({ kind, code: reason });
  });

  test('serves nothing else', async () => {
    expect((await fetch(`${url}/sns/userinfo`)).status).toBe(404);
  });
});

describe('as WeChat speaks', () => {
  let asked: string[];
  let answer: { status: number; body: string; headers?: Record<string, string> } | 'never';
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (answer !== 'never') response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  let url: string;
  beforeAll(async () => void (url = await listen(server)));
  beforeEach(() => void (asked = []));
  afterAll(() => close(server));
  const exchange = (options = {}) => createWeixin({ ...ours, url, ...options }).exchange('a&b=c');

  test('sends what the document asks for; nothing in a code adds a parameter', async () => {
    answer = { status: 200, body: '{"openid":"o1","session_key":"k","unionid":"u"}' };
    expect(await exchange()).toEqual({ openid: 'o1', sessionKey: 'k' });
    expect(asked).toEqual([
      '/sns/jscode2session?appid=wx1&secret=secret&js_code=a%26b%3Dc&grant_type=authorization_code',
    ]);
  });

  test.each<[name: string, body: string, kind: string, code: string, times: number]>([
    ['an invalid code', '{"errcode":40029,"errmsg":"invalid code"}', 'unauthenticated', 'weixin_login_failed', 1],
    ['a used code', '{"errcode":40163}', 'unauthenticated', 'weixin_login_failed', 1],
    ['a blocked user', '{"errcode":40226}', 'unauthenticated', 'weixin_login_failed', 1],
    ['too many calls', '{"errcode":45011}', 'too_many', 'weixin_too_often', 1],
    ['a busy system, tried three times', '{"errcode":-1}', 'unavailable', 'weixin_unavailable', 3],
    ['an unknown app', '{"errcode":40013}', 'unavailable', 'weixin_unavailable', 1],
    ['no openid', '{}', 'unavailable', 'weixin_unavailable', 1],
    ['no JSON', '<html>', 'unavailable', 'weixin_unavailable', 1],
  ])('refuses %s', async (_name, body, kind, code, times) => {
    answer = { status: 200, body };
    await expect(exchange()).rejects.toMatchObject({ kind, code });
    expect(asked).toHaveLength(times);
  });

  test.each([
    ['a fault', { status: 502, body: '{}' }],
    ['a redirect', { status: 302, body: '', headers: { Location: 'http://127.0.0.1:1/' } }],
    ['silence', 'never' as const],
  ])('takes %s for an outage, and says nothing of the secret', async (_name, given) => {
    answer = given;
    const error: unknown = await exchange(given === 'never' ? { patienceMs: 300 } : {}).catch((one: unknown) => one);
    expect(error).toMatchObject({ kind: 'unavailable', code: 'weixin_unavailable' });
    expect(String(error)).not.toContain('secret');
  });

  test('nobody logs in without an app', async () => {
    await expect(createWeixin({ url }).exchange('x')).rejects.toMatchObject({ code: 'weixin_unavailable' });
    expect(asked).toEqual([]);
  });
});
