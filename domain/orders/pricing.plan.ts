import type { Fen } from '#domain/shared/money.ts';

/** What a work may be licensed for: a purpose, the question that narrows it down, and a price for each answer. */
interface Purpose {
  name: string;
  question: string;
  detail: readonly { name: string; fen: Fen }[];
}

/** The price list. Orders keep the price they were made at, so a change here touches future orders only. */
export const pricing: readonly Purpose[] = [
  {
    name: '广告/宣传片',
    question: '请选择您的投放渠道',
    detail: [
      { name: '全渠道投放', fen: 500_00 },
      { name: '电视投放', fen: 400_00 },
      { name: '网络投放', fen: 300_00 },
      { name: '线下投放', fen: 200_00 },
    ],
  },
  {
    name: '影视/动画',
    question: '请选择您的播映渠道',
    detail: [
      { name: '全渠道播映', fen: 2000_00 },
      { name: '电视播映', fen: 1200_00 },
      { name: '网络播映', fen: 800_00 },
    ],
  },
  {
    name: '游戏',
    question: '请选择您的发行平台',
    detail: [
      { name: '全平台发行', fen: 1500_00 },
      { name: '移动平台', fen: 800_00 },
      { name: '网页平台', fen: 600_00 },
    ],
  },
  {
    name: '活动/展览',
    question: '请选择您的使用期限',
    detail: [
      { name: '一年', fen: 300_00 },
      { name: '单场', fen: 100_00 },
    ],
  },
  { name: '个人作品', question: '请选择您的发布范围', detail: [{ name: '非商业发布', fen: 50_00 }] },
];

/** The document prints one purpose under two names. */
const aliases: Readonly<Record<string, string>> = { '商业广告/宣传片': '广告/宣传片' };

export interface Tariff {
  /** As the price list names it. */
  purpose: string;
  detail: string;
  fen: Fen;
}

/** The price of a licence, by whichever name its purpose is asked for; undefined where there is none. */
export function tariffOf(purpose: string, detail: string): Tariff | undefined {
  const name = Object.hasOwn(aliases, purpose) ? aliases[purpose] : purpose;
  const fen = pricing.find((one) => one.name === name)?.detail.find((one) => one.name === detail)?.fen;
  return name === undefined || fen === undefined ? undefined : { purpose: name, detail, fen };
}
