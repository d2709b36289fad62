import { z } from 'zod';
import { say, type Context } from '#api/kernel/declaration.ts';
import { findAccount } from '#domain/accounts/find-account.ts';
import { addResetAttempt, findSentReset } from '#domain/accounts/password-resets.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { passwordReset, redeem, resetOf } from '#workflows/password-reset/contract.ts';
import { keysOf } from '../accounts.ts';
import { captchaFields, passCaptcha } from '../captcha-gate.ts';
import { travel } from '../face.ts';
import { GivenText, Text } from '../inputs.ts';

const Reset = z.object({ email: Text, phone: Text, code: GivenText, new_password: GivenText, ...captchaFields });
type Asked = Context<{ body: typeof Reset }, 'none', true>;

const realm = 'travel';
const sent = { email: '已发送恢复码至邮箱', phone: '已发送恢复码至手机' };
const badCaptcha = '验证码错误';
const isVoid = '未获取恢复码或已失效';

/** The account of a phone or mail address; whatever names none is refused `unknown_account`. */
async function accountOf({ em, body: { email, phone } }: Asked) {
  const [key, ...others] = email || phone ? keysOf({ email, phone }) : [];
  const user = key && others.length === 0 ? await findAccount(em, realm, key) : null;
  if (!user || user.disabledAt) throw new DomainError('not_found', 'unknown_account');
  return user;
}

/** First request: a code goes to the account. */
async function begin(asked: Asked): Promise<string> {
  const { id: userId } = await accountOf(asked);
  const channel = asked.body.email ? 'email' : 'phone';
  const session = await asked.session.hold();
  await asked.flows.begin(passwordReset, { resetId: asked.newId(), realm, userId, session, channel });
  return sent[channel];
}

/** Later requests: the code comes back with the password wished for. */
async function finish({ em, ports, session, flows, newId, body }: Asked): Promise<string> {
  const { id: reset } = await findSentReset(em, session.current?.id);
  const [code, password] = [body.code?.trim(), body.new_password];
  if (!code || !password?.trim()) throw new DomainError('invalid', 'invalid_input');
  const attemptId = newId();
  await addResetAttempt(em, ports, { id: attemptId, reset, code, password });
  await flows.update(resetOf(reset), redeem, { attemptId });
  return '修改成功';
}

export const passwordResetRoutes = [
  travel.route('POST /user/reset', {
    summary: 'Reset a forgotten password: without `code` one is sent, with it the password is changed',
    description:
      'The code goes to the phone or e-mail of the account and counts in the session that asked for it, for ten minutes and five tries. Success ends every session of the account.',
    auth: 'none',
    flows: true,
    rate: 'send',
    input: { body: Reset },
    output: z.null(),
    refusals: {
      captcha_missing: badCaptcha,
      captcha_expired: badCaptcha,
      captcha_wrong: badCaptcha,
      unknown_account: '找不到用户',
      unsent_by_email: '发送邮件失败',
      unsent_by_phone: '发送短信失败',
      invalid_input: '参数错误',
      reset_void: isVoid,
      not_running: isVoid,
      code_wrong: '恢复码错误',
    },
    async handler(asked) {
      const { code, new_password: password } = asked.body;
      await passCaptcha(asked);
      return say(await (code === undefined && password === undefined ? begin(asked) : finish(asked)), null);
    },
  }),
];
