/** Texts of refusals; all but the first are ours, for the document prints none. */
export const texts: Record<string, string> = {
  weixin_login_failed: 'weixin登录失败',
  weixin_too_often: '登录过于频繁，请稍后再试',
  weixin_unavailable: '微信暂时无法登录，请稍后再试',
  login_required: '未登录或登录已过期',
  wrong_role: '没有权限',
  invalid_input: '参数错误',
  wrong_method: '请求方法错误',
  cross_site: '不允许跨站请求',
  too_many_requests: '操作过于频繁，请稍后再试',
  duplicate: '操作冲突，请重试',
  no_such_path: '页面不存在',
  no_such_video: '视频不存在',
  no_such_bgm: '背景音乐不存在',
  no_such_works: '作品不存在',
  too_many_works: '作品数量已达上限',
};

export const fault = '服务器错误';
