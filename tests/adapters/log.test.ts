import { createLog } from '#adapters/log.ts';

function record() {
  const lines: string[] = [];
  const log = createLog({ level: 'info', role: 'api' }, { write: (line) => void lines.push(line) });
  return { log, last: (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? '{}') };
}

test('writes one line an event, with role, level and time', () => {
  const { log, last } = record();
  log.info({ event: 'request', requestId: 'r-1', ms: 3 }, 'request');
  expect(last()).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    role: 'api',
    event: 'request',
    requestId: 'r-1',
    ms: 3,
    msg: 'request',
  });
});

test('keeps silent below its level', () => {
  const { log, last } = record();
  log.debug({ event: 'detail' }, 'detail');
  expect(last()).toEqual({});
});

test.each([
  { phone: '13800138000' },
  { user: { email: 'a@b.cn', password: 'secret' } },
  { request: { headers: { authorization: 'Bearer abc', cookie: 'a=b' } } },
])('does not write %j', (fields) => {
  const { log, last } = record();
  log.info(fields, 'x');
  expect(JSON.stringify(last())).not.toMatch(/13800138000|a@b\.cn|secret|abc|a=b/);
});

test.each([
  ['duplicate key value, Key (realm, phone)=(vfine, 13800138000) already exists', 'already exists'],
  ["insert into account (uname) values ('王小明') - failed", 'insert into account'],
  ['connect to postgres://user:password@db:5432/x failed', 'failed'],
  ['no mailbox someone@example.org', 'no mailbox'],
  ['sent 110101199003070038', 'sent'],
])('keeps what is somebody’s out of the error %j', (message, kept) => {
  const { log, last } = record();
  log.error(
    { event: 'fault', err: Object.assign(new TypeError(message, { cause: new Error(message) }), { code: '23505' }) },
    'x',
  );
  const { err } = last() as { err: { type: string; reason: string; message: string; stack: string[] } };

  expect(err).toMatchObject({ type: 'TypeError', reason: '23505', cause: { type: 'Error' } });
  expect(err.message).toContain(kept);
  expect(err.stack[0]).toContain('log.test.ts');
  expect(JSON.stringify(err)).not.toMatch(/13800138000|王小明|password|someone|110101/);
});

test('can be given what is no error', () => {
  const { log, last } = record();
  log.error({ event: 'fault', err: 'call 13800138000' }, 'x');
  expect(last().err).toBe('call …');
});
