import { WeixinIdentity } from '#domain/accounts/weixin-identity.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { badRequest, buildPiaxi, loginRequired, refusal, success, type Piaxi } from '#tests/kit/piaxi.ts';

let piaxi: Piaxi;
beforeAll(async () => void (piaxi = await buildPiaxi()));
afterAll(() => piaxi.close());

const logIn = (code: unknown) => piaxi.call(undefined, 'POST /piaxi/api/sessions', { code });
const logInFrom = (headers: Record<string, string>) =>
  piaxi.call(undefined, 'POST /piaxi/api/sessions', { code: 'test-mini' }, headers);
const list = (headers: Record<string, string>) => piaxi.call(undefined, 'GET /piaxi/api/works', undefined, headers);
const failed = refusal(401, 'UNAUTHORIZED', 'weixin登录失败');

describe('POST /sessions', () => {
  test('exchanges a code for the openid and opens a session by the first cookie, which the header repeats', async () => {
    const reply = await logIn('test-oWsRr5fWB2ppL4SyqEt4do2iD6T4');
    expect(reply).toMatchObject(success('登录成功', { openid: 'oWsRr5fWB2ppL4SyqEt4do2iD6T4' }));
    const [first = '', ...others] = reply.headers.getSetCookie();
    expect(first).toMatch(/^piaxi-session-id=[\w-]{43}; path=\/; .*httponly/i);
    expect(others).toEqual([]);
    const token = reply.headers.get('piaxi-session-id') ?? '';
    expect(first).toContain(token);
    const [byCookie, byToken, byOpenid] = [
      { cookie: first.split(';')[0] ?? '' },
      { authorization: `Bearer ${token}` },
      { authorization: 'Bearer oWsRr5fWB2ppL4SyqEt4do2iD6T4' },
    ];
    expect(await list(byCookie)).toMatchObject({ status: 200 });
    expect(await list(byToken)).toMatchObject({ status: 200 });
    expect(await list(byOpenid)).toMatchObject(loginRequired);
  });

  test('keeps the openid sealed, and knows it again', async () => {
    await logIn('test-known');
    await logIn('test-known');
    const digest = piaxi.ports.secrets.digest('weixin:openid:piaxi', 'test:known');
    const found = await piaxi.em().find(WeixinIdentity, { digest });
    expect(found).toHaveLength(1);
    expect(JSON.stringify(await piaxi.em().getConnection().execute('select * from weixin_identity'))).not.toMatch(
      /"known"|c2Vzc2lvbg/,
    );
    expect(piaxi.ports.secrets.open('weixin:openid', found[0]?.sealedOpenid ?? '')).toBe('known');
  });

  test('makes one account of two first logins at once', async () => {
    const replies = await Promise.all(Array.from({ length: 4 }, () => logIn('test-twice')));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const digest = piaxi.ports.secrets.digest('weixin:openid:piaxi', 'test:twice');
    expect(await piaxi.em().count(WeixinIdentity, { digest })).toBe(1);
  });

  test('tells accounts of two openids apart', async () => {
    const video = await piaxi.video();
    const [ann, ben] = [await logIn('test-ann'), await logIn('test-ben')];
    const as = (reply: typeof ann) => ({ authorization: `Bearer ${reply.headers.get('piaxi-session-id')}` });
    await piaxi.call(undefined, 'POST /piaxi/api/works', { video_id: video.id }, as(ann));
    const works = async (reply: typeof ann) =>
      (await piaxi.call(undefined, 'GET /piaxi/api/works', undefined, as(reply))).body;
    expect(await works(ann)).toMatchObject({ data: { works: [{ video_id: video.id }] } });
    expect(await works(ben)).toMatchObject({ data: { works: [] } });
  });

  test('refuses a wrong code as the document says', async () => {
    const reply = await logIn('071aeBTI06CYvh2SY2RI0CtqTI0aeBTB');
    expect(reply).toMatchObject(failed);
    expect(reply.headers.getSetCookie()).toEqual([]);
  });

  test.each<[name: string, error: DomainError, expected: object]>([
    [
      'a caller who asks too often',
      new DomainError('too_many', 'weixin_too_often'),
      refusal(429, 'TOO_MANY_REQUESTS', '登录过于频繁，请稍后再试'),
    ],
    [
      'a WeChat that is out',
      new DomainError('unavailable', 'weixin_unavailable', 'secret'),
      refusal(429, 'ERROR', '微信暂时无法登录，请稍后再试'),
    ],
  ])('says what is wrong with %s', async (_name, error, expected) => {
    const { weixin } = piaxi.ports;
    piaxi.ports.weixin = { appId: 'test', exchange: () => Promise.reject(error) };
    try {
      expect(await logIn('test-x')).toMatchObject(expected);
    } finally {
      piaxi.ports.weixin = weixin;
    }
  });

  test.each([
    ['no body', undefined],
    ['no code', {}],
    ['an empty code', { code: '' }],
    ['a number', { code: 5 }],
    ['a list', { code: ['test-x'] }],
    ['null', { code: null }],
    ['a code with a blank', { code: 'test x' }],
    ['a zero byte', { code: 'test-\0' }],
    ['a code of 129 characters', { code: 'x'.repeat(129) }],
    ['a trailing comma, as the document prints', '{"code": "test-x",}'],
    ['JSON that is no object', '"test-x"'],
    ['half an object', '{"code"'],
  ])('refuses %s', async (_name, given) => {
    expect(await piaxi.call(undefined, 'POST /piaxi/api/sessions', given)).toMatchObject(badRequest);
  });

  test('serves mini programs, which send a Referer, and no other page', async () => {
    expect(await logInFrom({ referer: 'https://servicewechat.com/wx1/0/page-frame.html' })).toMatchObject({
      status: 200,
    });
    expect(await logInFrom({ referer: 'https://evil.example/' })).toMatchObject(
      refusal(403, 'FORBIDDEN', '不允许跨站请求'),
    );
    expect(await logInFrom({ origin: 'https://servicewechat.com.evil.example' })).toMatchObject({ status: 403 });
  });
});

describe('DELETE /sessions', () => {
  test('ends the session', async () => {
    const reply = await logIn('test-leaving');
    const as = { authorization: `Bearer ${reply.headers.get('piaxi-session-id')}` };
    expect(await piaxi.call(undefined, 'DELETE /piaxi/api/sessions', undefined, as)).toMatchObject(success('退出成功'));
    expect(await piaxi.call(undefined, 'GET /piaxi/api/works', undefined, as)).toMatchObject(loginRequired);
  });

  test('asks for one', async () => {
    expect(await piaxi.call(undefined, 'DELETE /piaxi/api/sessions')).toMatchObject(loginRequired);
  });
});

test.each([
  ['GET /piaxi/api/sessions', refusal(400, 'BAD_REQUEST', '请求方法错误')],
  ['PUT /piaxi/api/works', refusal(400, 'BAD_REQUEST', '请求方法错误')],
  ['GET /piaxi/api/nothing', refusal(404, 'NOT_FOUND', '页面不存在')],
  ['GET /piaxi/api', refusal(404, 'NOT_FOUND', '页面不存在')],
])('%s is refused in the shape of the face', async (endpoint, expected) => {
  expect(await piaxi.call(undefined, endpoint)).toMatchObject(expected);
});

test('nothing of this was a fault', () => expect(piaxi.faults).toEqual([]));
