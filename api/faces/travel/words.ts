import type { AlbumKind, AlbumState } from '#domain/albums/album.machine.ts';

interface StateWords {
  /** The numbering of lists. */
  detailed: number;
  /** The numbering of the status endpoint. */
  coarse: number;
  /** The text of lists. */
  message: string;
  /** The text of the status endpoint. */
  description: string;
}

const words = (detailed: number, coarse: number, message: string, description = message): StateWords => ({
  detailed,
  coarse,
  message,
  description,
});
const busy = '正在处理';

/** Both numberings and both texts of every state that is ever shown; a deleted album is not. */
export const stateWords: Record<AlbumState, StateWords> = {
  UNSTARTED: words(0, 0, '等待用户提供信息'),
  QUEUED: words(100, 1, '排队等待中'),
  READING: words(101, 2, '正在分析命令参数', busy),
  ANALYSING: words(102, 2, '正在分析图片', busy),
  COMPOSING: words(103, 2, '正在生成诗词', busy),
  MATCHING: words(104, 2, '正在匹配模板', busy),
  RENDERING: words(105, 2, '正在生成影集', busy),
  FINISHED: words(200, 3, '处理完成'),
  FAILED: words(-1, -1, '生成失败'),
  EXPIRED: words(-2, -2, '已过期'),
  DELETED: words(-2, -2, '已过期'),
};

/** Both texts of an album under way whose run is gone. */
export const lostTask = '找不到任务，请重新启动';

export const done = '操作成功';
export const got = '获取成功';
export const noRoom = '空间已满，请先删除旧的作品';

interface KindWords {
  /** For the API description. */
  noun: string;
  resultFile: string;
  /** Who may list what everybody shares. */
  sharedFor: 'none' | 'user';
  /** Where somebody else looks for one that is not there, or not shared. */
  missing: string;
  /** What that list says. */
  sharedSaid: string;
  /** A start after the folder is gone. */
  expired: string;
}

/** What the document says differently of the two kinds of album. */
export const kindWords: Record<AlbumKind, KindWords> = {
  movie: {
    noun: 'movie',
    resultFile: 'result.mp4',
    sharedFor: 'none',
    missing: '找不到影集',
    sharedSaid: got,
    expired: '影集已过期，请重新新建',
  },
  photo: {
    noun: 'long picture',
    resultFile: 'result.jpg',
    sharedFor: 'user',
    missing: '找不到长图',
    sharedSaid: done,
    expired: '任务已过期，请重新新建',
  },
};

/** How the endpoints of accounts call wrong input. */
export const badInput = '无效参数';
export const fault = '服务器错误';

/** Texts of refusals that mean the same everywhere; those without a place in the document are ours. */
export const texts: Record<string, string> = {
  login_required: '未登录或登录超时',
  invalid_input: '参数无效',
  no_such_album: '找不到作业集',
  no_such_post: '找不到文章',
  no_such_comment: '找不到评论',
  already_liked: '已经点过赞啦~',
  not_the_author: '只有作者可以修改文章',
  file_missing: '未获取到file',
  file_refused: '未获取到file',
  bad_picture: '未获取到file',
  use_post: '请使用 POST 请求',
  use_get: '请使用 GET 请求',
  cross_site: '不允许跨站请求',
  idempotency_key_missing: '缺少 Idempotency-Key',
  idempotency_key_invalid: 'Idempotency-Key 格式不正确',
  idempotency_key_in_use: '相同的请求正在处理中',
  idempotency_key_reused: 'Idempotency-Key 已用于其他请求',
  too_many_requests: '操作过于频繁，请稍后再试',
  overloaded: '服务器繁忙，请稍后再试',
  too_many_failures: '尝试次数过多，请稍后再试',
  busy: '系统繁忙，请稍后再试',
  account_disabled: '账号已被停用',
  wrong_role: '没有权限',
  no_such_path: '找不到页面',
};
