import { z } from 'zod';
import { changePassword } from '#domain/accounts/change-password.ts';
import { issueCaptcha } from '#domain/accounts/captchas.ts';
import { exhaustion, findAttempted, logIn, refuseOver } from '#domain/accounts/log-in.ts';
import { registerAccount } from '#domain/accounts/register-account.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { checkRegistration, keysOf } from '../accounts.ts';
import { captchaFields, passCaptcha } from '../captcha-gate.ts';
import { travel } from '../face.ts';
import { Text } from '../inputs.ts';
import { presentProfile, ProfileView } from '../presenters/users.ts';
import { badInput } from '../words.ts';

const captchaTexts = { captcha_missing: '请输入验证码', captcha_expired: '验证码过期', captcha_wrong: '验证码错误' };
const nameOrPassword = '无效参数：缺少用户名或密码';

export const userRoutes = [
  travel.raw('GET /user/captcha', {
    summary: 'Issue a captcha picture bound to the caller’s cookie',
    description: 'Good for one check within five minutes; fetching again replaces it.',
    auth: 'none',
    changes: true,
    rate: 'captcha',
    type: 'image/png',
    async handler({ session, ports }) {
      const { answer, png } = await ports.captchas.draw();
      if (!session.current) await session.open();
      if (session.current) issueCaptcha(session.current, ports.secrets, answer);
      return { type: 'image/png', body: png };
    },
  }),

  travel.route('POST /user/login', {
    summary: 'Log in with password and captcha',
    auth: 'none',
    rate: 'login',
    input: {
      body: z.object({
        user: Text,
        uid: Text,
        uname: Text,
        phone: Text,
        email: Text,
        password: Text,
        ...captchaFields,
      }),
    },
    output: ProfileView,
    words: '登录成功',
    refusals: {
      invalid_input: badInput,
      unknown_account: '无此用户',
      wrong_password: '密码错误',
      ...captchaTexts,
    },
    async handler({ actor, em, session, ports, body, link, request }) {
      const { password } = body;
      const keys = keysOf(body);
      if (password === undefined) throw new DomainError('invalid', 'invalid_input');
      await passCaptcha({ actor, em, session, ports, body });
      const attempt = await findAttempted(em, { realm: 'travel', keys, password, address: request.address });
      const whenOver = ports.settings.rateLimits ? refuseOver : async () => undefined;
      const user = await logIn(em, ports, attempt, { limit: exhaustion, whenOver });
      await session.open(user);
      return presentProfile(user, link);
    },
  }),

  travel.route('GET /user/logout', {
    summary: 'End the session',
    auth: 'none',
    changes: true,
    output: z.null(),
    words: '已清除登录信息',
    async handler({ session }) {
      await session.close();
      return null;
    },
  }),

  travel.route('POST /user/register', {
    summary: 'Create an account',
    description: 'uname, password, captcha, and phone or e-mail. The password may be encrypted by the client already.',
    auth: 'none',
    rate: 'register',
    input: { body: z.object({ uname: Text, phone: Text, email: Text, password: Text, ...captchaFields }) },
    output: z.null(),
    words: '注册成功',
    refusals: {
      invalid_input: nameOrPassword,
      name_or_password_missing: nameOrPassword,
      contact_missing: '无效参数：缺少手机或邮箱',
      uname_all_digits: '用户名不能全为数字',
      uname_special: '用户名包含特殊字符',
      phone_malformed: '手机号格式不正确',
      uid_taken: '用户ID已存在',
      uname_taken: '用户名已存在',
      phone_taken: '注册错误',
      email_taken: '注册错误',
      duplicate: '注册错误',
      ...captchaTexts,
      captcha_expired: '验证码错误',
    },
    async handler({ actor, em, session, ports, body }) {
      const { password, ...wanted } = checkRegistration(body);
      await passCaptcha({ actor, em, session, ports, body });
      const passwordHash = await ports.passwords.hash(password);
      await registerAccount(em, { realm: 'travel', passwordHash, ...wanted });
      return null;
    },
  }),

  travel.route('POST /user/password', {
    summary: 'Change the own password by proof of the old one; other sessions end',
    auth: 'user',
    rate: 'login',
    input: { body: z.object({ old_password: Text, new_password: Text }) },
    output: z.null(),
    words: '成功地修改了密码',
    refusals: { invalid_input: badInput, unknown_account: '无此用户', wrong_password: '旧密码错误' },
    async handler({ em, actor, session, ports, body, request: { address } }) {
      const { old_password: old, new_password: fresh } = body;
      if (old === undefined || fresh === undefined) throw new DomainError('invalid', 'invalid_input');
      await changePassword(em, ports, { userId: actor.id, old, fresh, keep: session.current, address });
      return null;
    },
  }),
];
