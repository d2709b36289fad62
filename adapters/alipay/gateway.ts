import { AlipaySdk } from 'alipay-sdk';
import { z } from 'zod';
import { chinaTime } from './wire.ts';

export interface AlipayAccount {
  appId: string;
  /** Ours, PKCS8 in base64, with or without its PEM lines. */
  privateKey: string;
  /** Alipay's, in base64, with or without its PEM lines. */
  alipayPublicKey: string;
  gateway: string;
  /** Where Alipay sends notifications; none: it sends none. */
  notifyUrl?: string | undefined;
  /** Where the cashier sends the buyer back to. */
  returnUrl?: string | undefined;
  /** How long one call may take. */
  patienceMs?: number;
}

const Answer = z.looseObject({ code: z.string(), sub_code: z.string().optional() });
export type Answer = z.output<typeof Answer>;

/** What the gateway said, under its signature; or the class of what went wrong where nobody knows what it did. */
export type Reply = { answer: Answer } | { unknown: string };

/** Codes of Alipay's own trouble: what was asked for may have happened. */
const isOwnTrouble = ({ code, sub_code: sub = '' }: Answer): boolean =>
  code === '20000' || /(^|\.)(SYSTEM_ERROR|REQUEST_PROCESSING|unknow-error)$/i.test(sub);

/**
 * Calls of the gateway's protocol 1.0, signed by us and held to Alipay's signature. The SDK signs and verifies; its own
 * `exec` is not used, because it sends a request again by itself when a connection breaks.
 */
export function createGateway({ patienceMs = 8000, ...account }: AlipayAccount) {
  const { appId, privateKey, alipayPublicKey, gateway, notifyUrl, returnUrl } = account;
  const sdk = new AlipaySdk({ appId, privateKey, alipayPublicKey, gateway, keyType: 'PKCS8' });
  const common = () => ({ timestamp: chinaTime(new Date()), ...(notifyUrl && { notify_url: notifyUrl }) });

  /** Sends a request once and gives the signed answer. */
  async function send(method: string, bizContent: Record<string, unknown>): Promise<unknown> {
    const params = new URLSearchParams(
      sdk.sdkExecute(method, { ...common(), bizContent }, { bizContentAutoSnakeCase: false }),
    );
    const body = new URLSearchParams({ biz_content: params.get('biz_content') ?? '' });
    params.delete('biz_content');
    const signal = AbortSignal.timeout(patienceMs);
    const answer = await fetch(`${gateway}?${params.toString()}`, { method: 'POST', body, redirect: 'error', signal });
    const written = await answer.text();
    const { sign, ...named } = z.looseObject({ sign: z.string() }).parse(JSON.parse(written));
    const key = `${method.replaceAll('.', '_')}_response`;
    sdk.checkResponseSign(written, key, sign, '');
    return named[key];
  }

  return {
    sdk,
    /** What went wrong on the way is told by its class only: messages of the SDK hold whole answers. */
    async call(method: string, bizContent: Record<string, unknown>): Promise<Reply> {
      try {
        const read = Answer.parse(await send(method, bizContent));
        return isOwnTrouble(read) ? { unknown: read.sub_code ?? read.code } : { answer: read };
      } catch {
        return { unknown: 'no_answer' };
      }
    },
    /** A signed address of a page of Alipay's; nothing is called. */
    pageUrl: (method: string, bizContent: Record<string, unknown>): string =>
      sdk.pageExecute(method, 'GET', { ...common(), ...(returnUrl && { return_url: returnUrl }), bizContent }),
  };
}
export type Gateway = ReturnType<typeof createGateway>;
