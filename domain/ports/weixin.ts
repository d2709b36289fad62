/** Who logged in by a mini program; both are personal data. `sessionKey` is never told to a client. */
export interface WeixinUser {
  openid: string;
  sessionKey: string;
}

/** WeChat's code2Session. */
export interface Weixin {
  /**
   * Exchanges a login code, once. Refuses `weixin_login_failed` (wrong, used or blocked code), `weixin_too_often`, or
   * `weixin_unavailable` where WeChat cannot be reached, is busy or does not know us.
   */
  exchange(code: string): Promise<WeixinUser>;
  /** Openids are told apart by app: the id of ours. */
  readonly appId: string;
}
