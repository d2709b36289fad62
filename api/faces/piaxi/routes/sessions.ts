import { z } from 'zod';
import { logInByWeixin } from '#domain/accounts/log-in-by-weixin.ts';
import { piaxi } from '../face.ts';

const LoginCode = z
  .string()
  .regex(/^[\w.-]{1,128}$/)
  .meta({ example: '071aeBTI06CYvh2SY2RI0CtqTI0aeBTB' });

export const sessionRoutes = [
  piaxi.route('POST /sessions', {
    summary: 'Create a session: exchange a WeChat login code for the user’s openid',
    description:
      'The session is the first cookie, `piaxi-session-id`; the header of that name has the same token, which counts as a bearer token too.',
    auth: 'none',
    rate: 'login',
    withoutTransaction: true,
    input: { body: z.object({ code: LoginCode }) },
    output: z.object({ openid: z.string() }),
    words: '登录成功',
    example: { openid: 'oWsRr5fWB2ppL4SyqEt4do2iD6T4' },
    refusals: { weixin_login_failed: 'weixin登录失败' },
    async handler({ em, body, session, ports: { weixin, secrets } }) {
      const person = await weixin.exchange(body.code);
      const user = await logInByWeixin(em, secrets, { realm: 'piaxi', appId: weixin.appId, person });
      await session.open(user);
      await em.flush();
      return { openid: person.openid };
    },
  }),

  piaxi.route('DELETE /sessions', {
    summary: 'End the session',
    ours: true,
    auth: 'user',
    output: z.object({}),
    words: '退出成功',
    async handler({ session }) {
      await session.close();
      return {};
    },
  }),
];
