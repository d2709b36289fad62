import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';

const validMs = 5 * 60_000; // as long as a real code
const longestOpenid = 64;

/** `test-<openid>`; what follows a dot only makes a further code for the same openid. */
const testCode = /^test-([\w-]+)(?:\.[\w-]+)?$/;

/** The codes of WeChat that a test may want to see, by the code that brings them. */
const failures: Record<string, { errcode: number; errmsg: string }> = {
  'error-busy': { errcode: -1, errmsg: 'system error' },
  'error-often': { errcode: 45011, errmsg: 'api minute-quota reach limit, mustslower, retry next minute' },
  'error-blocked': { errcode: 40226, errmsg: 'code blocked' },
};
const invalid = { errcode: 40029, errmsg: 'invalid code' };
const used = { errcode: 40163, errmsg: 'code been used' };

/** Remembers which codes were used within their time. */
function usedCodes(now: () => number) {
  const codes = new Map<string, number>();
  return {
    /** True the first time. */
    take(code: string): boolean {
      for (const [one, at] of codes) if (at + validMs < now()) codes.delete(one);
      if (codes.has(code)) return false;
      codes.set(code, now());
      return true;
    },
  };
}

/**
 * A server that speaks WeChat's jscode2session without WeChat, for tests and for the embedded set-up: the code
 * `test-<openid>` logs in that openid, once; every other code is refused as WeChat refuses it. Keeps nothing on disk.
 */
export function createWeixinStandIn(now: () => number = Date.now): Server {
  const codes = usedCodes(now);

  function answerTo({ pathname, searchParams: asked }: URL): { status: number; body: unknown } {
    if (pathname !== '/sns/jscode2session') return { status: 404, body: { errcode: 404, errmsg: 'not found' } };
    if (!asked.get('appid')) return { status: 200, body: { errcode: 41002, errmsg: 'appid missing' } };
    if (!asked.get('secret')) return { status: 200, body: { errcode: 41004, errmsg: 'appsecret missing' } };
    const code = asked.get('js_code') ?? '';
    if (failures[code]) return { status: 200, body: failures[code] };
    const openid = testCode.exec(code)?.[1];
    if (!openid || openid.length > longestOpenid) return { status: 200, body: invalid };
    if (!codes.take(code)) return { status: 200, body: used };
    return { status: 200, body: { openid, session_key: randomBytes(16).toString('base64') } };
  }

  return createServer((request, response) => {
    const { status, body } = answerTo(new URL(request.url ?? '/', 'http://stand-in'));
    response.writeHead(status, { 'Content-Type': 'text/plain' }).end(JSON.stringify(body));
  });
}
