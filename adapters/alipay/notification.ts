import type { AlipaySdk } from 'alipay-sdk';
import { z } from 'zod';
import type { PaymentNotification } from '#domain/ports/payments.ts';
import { fenIn } from './wire.ts';

const Fields = z.object({
  notify_id: z.string().min(1).max(128),
  out_trade_no: z.string().min(1).max(64),
  trade_no: z.string().min(1).max(64),
  trade_status: z.string().min(1).max(32),
  total_amount: z.string(),
  app_id: z.string(),
  seller_id: z.string(),
});

/** All parameters but `sign` and `sign_type`, decoded, in the order of their names. */
const signedContent = (fields: Readonly<Record<string, string>>): string =>
  Object.keys(fields)
    .filter((name) => name !== 'sign' && name !== 'sign_type')
    .toSorted()
    .map((name) => `${name}=${fields[name]}`)
    .join('&');

function isSigned(sdk: AlipaySdk, fields: Readonly<Record<string, string>>): boolean {
  // The sender's own `sign_type` must not choose a weaker hash.
  if (fields['sign_type'] !== 'RSA2' || !fields['sign']) return false;
  try {
    return sdk.rsaCheck(signedContent(fields), fields['sign'], 'RSA2');
  } catch {
    return false;
  }
}

/** A notification that Alipay has signed (RSA2) and that is about our app and our account; else undefined. */
export function readNotification(
  sdk: AlipaySdk,
  ours: { appId: string; sellerId: string },
  fields: Readonly<Record<string, string>>,
): PaymentNotification | undefined {
  if (!isSigned(sdk, fields)) return undefined;
  const read = Fields.safeParse(fields);
  if (!read.success) return undefined;
  const { app_id, seller_id, total_amount, notify_id, out_trade_no, trade_no, trade_status } = read.data;
  const fen = fenIn(total_amount);
  if (app_id !== ours.appId || seller_id !== ours.sellerId || fen === undefined) return undefined;
  return { notifyId: notify_id, number: out_trade_no, tradeNumber: trade_no, status: trade_status, fen };
}
