import { yuanOf } from '#domain/shared/money.ts';
import type { Trade } from './state.ts';

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const page = (title: string, content: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>
body{font:16px/1.6 system-ui,sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem;color:#222}
h1{font-size:1.2rem;font-weight:600}.sum{font-size:2rem;margin:.5rem 0}.note{color:#777;font-size:.85rem}
button,a.button{display:block;width:100%;box-sizing:border-box;padding:.8rem;margin:.7rem 0;border:0;border-radius:.5rem;
font:inherit;text-align:center;text-decoration:none;cursor:pointer;background:#1677ff;color:#fff}
a.button{background:#eee;color:#222}
</style></head><body><h1>${title}</h1>${content}<p class="note">这里不是支付宝，而是本机的模拟收银台，不会产生真实付款。</p></body></html>`;

const endings: Record<Exclude<Trade['status'], 'WAIT_BUYER_PAY'>, string> = {
  TRADE_SUCCESS: '支付成功',
  TRADE_CLOSED: '交易已关闭',
};

/** The page where the buyer pays, or walks away; or what has become of the trade. */
export function cashierPage(trade: Trade): string {
  const facts = `<p>${escape(trade.subject)}</p><p class="sum">¥ ${yuanOf(trade.fen)}</p><p class="note">${escape(trade.number)}</p>`;
  if (trade.status !== 'WAIT_BUYER_PAY') return page(endings[trade.status], facts);
  const at = `/cashier/${trade.number}`;
  return page(
    '收银台',
    `${facts}<form method="post" action="${at}/pay"><button id="pay">确认付款</button></form><a class="button" id="leave" href="${at}/leave">暂不付款</a>`,
  );
}

/** What a buyer sees who went away without paying. */
export const leftPage = (): string => page('未付款', '<p>您没有付款，可以关闭此页面。</p>');

/** A refusal of the cashier. */
export const errorPage = (code: string): string => page('无法支付', `<p>${escape(code)}</p>`);
