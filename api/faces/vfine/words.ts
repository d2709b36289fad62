/** Texts of refusals: the document's wherever it has one, ours for what only we refuse. */
export const texts: Record<string, string> = {
  missing_body_field: '缺少字段',
  missing_query_params: '缺少字段',
  invalid_value: '号码不规范',
  invalid_input: '传入参数不规范',
  duplicate: '创建用户时失败',
  phone_taken: '该手机号已被绑定到其它账号',
  email_taken: '该邮箱已被绑定到其它账号',
  wrong_password: '密码不正确',
  object_not_found: '消息不存在',
  unverified: 'Verify your account first',
  profile_moved: '资料已被修改,请重试',
  action_already_done: '当前操作已完成',
  already_running: '当前操作已完成',
  not_running: '当前操作已完成',
  card_taken: '该证件已被使用',
  cart_full: '购物车已满',
  same_person: '需由另一位管理员确认',
  unsupported: '当前对象不支持该操作',
  idempotency_key_missing: '缺少 Idempotency-Key',
  idempotency_key_invalid: 'Idempotency-Key 格式不正确',
  idempotency_key_in_use: '相同的请求正在处理中',
  idempotency_key_reused: 'Idempotency-Key 已用于其他请求',
  too_many_requests: '调用频率过高',
  upstream_error: '上游服务错误',
  busy: '系统繁忙,请稍后再试',
  time_limit_exceeded: '验证码已经超时,请重新发送',
  unsent_code: '请先发送验证码',
  phone_verify_failed: '验证失败',
  wrong_auth: '请先验证身份',
  captcha_missing: '登录失败次数过多,需要验证码',
  captcha_expired: '登录失败次数过多,需要验证码',
  captcha_wrong: '登录失败次数过多,需要验证码',
  login_required: '未认证',
  login_failed: '登陆失败',
  wrong_role: '没有权限',
  cross_site: '没有权限',
};

/** The document's code for refusals that the domain calls otherwise. */
const printed: Record<string, string> = {
  invalid_input: 'invalid_value',
  bad_key: 'invalid_value',
  duplicate: 'db_integrity_error',
  busy: 'upstream_error',
  phone_taken: 'phone_unique',
  email_taken: 'email_unique',
  wrong_password: 'precondition_failed',
  unverified: 'precondition_failed',
  profile_moved: 'precondition_failed',
  card_taken: 'db_integrity_error',
  cart_full: 'unsupported',
  already_running: 'action_already_done',
  not_running: 'action_already_done',
  captcha_missing: 'require_captcha',
  captcha_expired: 'require_captcha',
  captcha_wrong: 'require_captcha',
};
/** Refusals that the document answers without a code. */
const uncoded = new Set(['same_person', 'login_required', 'login_failed', 'wrong_role', 'cross_site']);

/** The code as clients know it; none where the document needs none. */
export const codeOf = (code: string): string | undefined => (uncoded.has(code) ? undefined : (printed[code] ?? code));
