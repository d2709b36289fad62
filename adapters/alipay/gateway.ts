import { AlipaySdk } from 'alipay-sdk';
import { z } from 'zod';
import { chinaTime } from './wire.ts';

/** Who each side is: Alipay's bare public key, or the certificates that it demands of whoever pays out. */
export type Credentials =
  | {
      /** In base64, with or without its PEM lines. */
      alipayPublicKey: string;
    }
  | {
      /** Ours, Alipay's and its root's, in PEM. */
      appCertContent: string;
      alipayPublicCertContent: string;
      alipayRootCertContent: string;
    };

export interface AlipayAccount {
  appId: string;
  /** Ours, PKCS8 in base64, with or without its PEM lines. */
  privateKey: string;
  credentials: Credentials;
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

/** What is written of a request that was not looked at; it may be unsigned, and proves nothing. */
const RequestError = z.object({ error_response: z.object({ sub_code: z.string().regex(/^[\w.-]{1,64}$/) }) });
const Signed = z.looseObject({ sign: z.string() });

/** What the gateway said, under its signature; or its code or the class of what went wrong where nobody knows what it did. */
export type Reply = { answer: Answer } | { unknown: string };

const isTrouble = (sub: string): boolean => /(^|\.)(SYSTEM_ERROR|REQUEST_PROCESSING|unknow-error)$/i.test(sub);

/**
 * Done, or refused as business (40004). Every other code is of our set-up, of a limit or of Alipay's own trouble, and with
 * trouble what was asked for may have happened.
 */
const isKnown = ({ code, sub_code: sub }: Answer): boolean =>
  code === '10000' || (code === '40004' && sub !== undefined && !isTrouble(sub));

/**
 * Calls of the gateway's protocol 1.0, signed by us and held to Alipay's signature. The SDK signs and verifies; its own
 * `exec` is not used, because it sends a request again by itself when a connection breaks.
 */
export function createGateway({ patienceMs = 8000, ...account }: AlipayAccount) {
  const { appId, privateKey, credentials, gateway, notifyUrl, returnUrl } = account;
  const sdk = new AlipaySdk({ appId, privateKey, gateway, keyType: 'PKCS8', ...credentials });
  const common = () => ({ timestamp: chinaTime(new Date()), ...(notifyUrl && { notify_url: notifyUrl }) });

  /** Sends a request once and gives what comes back. */
  async function send(method: string, bizContent: Record<string, unknown>): Promise<string> {
    const params = new URLSearchParams(
      sdk.sdkExecute(method, { ...common(), bizContent }, { bizContentAutoSnakeCase: false }),
    );
    const body = new URLSearchParams({ biz_content: params.get('biz_content') ?? '' });
    params.delete('biz_content');
    const signal = AbortSignal.timeout(patienceMs);
    const answer = await fetch(`${gateway}?${params.toString()}`, { method: 'POST', body, redirect: 'error', signal });
    return answer.text();
  }

  function replyIn(written: string, method: string): Reply {
    const content: unknown = JSON.parse(written);
    const error = RequestError.safeParse(content);
    if (error.success) return { unknown: error.data.error_response.sub_code };
    const { sign, ...named } = Signed.parse(content);
    const key = `${method.replaceAll('.', '_')}_response`;
    sdk.checkResponseSign(written, key, sign, '');
    const answer = Answer.parse(named[key]);
    return isKnown(answer) ? { answer } : { unknown: answer.sub_code ?? answer.code };
  }

  return {
    sdk,
    /** What went wrong on the way is told by its class only: messages of the SDK hold whole answers. */
    async call(method: string, bizContent: Record<string, unknown>): Promise<Reply> {
      try {
        return replyIn(await send(method, bizContent), method);
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
