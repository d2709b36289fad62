import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Weixin, WeixinUser } from '#domain/ports/weixin.ts';
import { DomainError } from '#domain/shared/errors.ts';

export interface MiniProgram {
  /** Without an id nobody can log in. */
  appId?: string | undefined;
  appSecret?: string | undefined;
  /** Where WeChat's API is, or what stands in for it. */
  url: string;
  /** How long one try may take. */
  patienceMs?: number;
  /** Before WeChat is asked again because it was busy. */
  pauseMs?: number;
}

const Answer = z.object({
  openid: z.string().min(1).max(128).optional(),
  session_key: z.string().min(1).max(128).optional(),
  errcode: z.int().default(0),
});

const busy = -1;
const tries = 3;

/** Codes of jscode2session that are the client's to mend; every other is ours. */
const refusals = new Map<number, () => DomainError>([
  [40029, () => new DomainError('unauthenticated', 'weixin_login_failed', 'wrong code')],
  [40163, () => new DomainError('unauthenticated', 'weixin_login_failed', 'code used before')],
  [40226, () => new DomainError('unauthenticated', 'weixin_login_failed', 'user blocked')],
  [45011, () => new DomainError('too_many', 'weixin_too_often')],
]);

/** The reason never holds the address, which holds our secret. */
const unavailable = (reason: string) => new DomainError('unavailable', 'weixin_unavailable', reason);

async function ask(url: URL, patienceMs: number): Promise<z.output<typeof Answer>> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patienceMs) }).catch(() => {
    throw unavailable('WeChat does not answer');
  });
  // WeChat says text/plain of its JSON.
  const body: unknown = await answer.json().catch(() => undefined);
  const read = Answer.safeParse(body);
  if (!answer.ok || !read.success) throw unavailable(`WeChat answered ${answer.status} with something unknown`);
  return read.data;
}

/** WeChat's `GET /sns/jscode2session`, for the mini program of these settings. */
export function createWeixin({ appId, appSecret, url, patienceMs = 4000, pauseMs = 200 }: MiniProgram): Weixin {
  function addressOf(code: string): URL {
    if (!appId || !appSecret) throw unavailable('WEIXIN_APP_ID or WEIXIN_APP_SECRET is not set');
    const address = new URL('/sns/jscode2session', url);
    address.search = String(
      new URLSearchParams({ appid: appId, secret: appSecret, js_code: code, grant_type: 'authorization_code' }),
    );
    return address;
  }

  return {
    appId: appId ?? '',
    async exchange(code): Promise<WeixinUser> {
      const address = addressOf(code);
      let answer = await ask(address, patienceMs);
      for (let attempt = 1; answer.errcode === busy && attempt < tries; attempt++) {
        await sleep(pauseMs);
        answer = await ask(address, patienceMs);
      }
      const { errcode, openid, session_key: sessionKey } = answer;
      const refusal = refusals.get(errcode);
      if (refusal) throw refusal();
      if (errcode !== 0 || !openid || !sessionKey) throw unavailable(`WeChat answered errcode ${errcode}`);
      return { openid, sessionKey };
    },
  };
}
