import { z } from 'zod';
import { mostItems } from '#domain/orders/order.plan.ts';
import { requiredText, text, uuid } from './inputs.ts';

const phone = z
  .string()
  .regex(/^\+?\d[\d -]{4,18}$/)
  .meta({ example: '+8618515355024' });
const works = z
  .array(z.object({ uuid, purpose: requiredText(64), channel: requiredText(64) }))
  .min(1)
  .max(mostItems);
const optional = text(128)
  .nullish()
  .transform((value) => value ?? '');
const common = { name: requiredText(64), phone, works };

/** A company is named on its certificates; a person buys in their own name. */
export const OrderBody = z.discriminatedUnion('mode', [
  z.object({ ...common, mode: z.literal('COMPANY'), company: requiredText(128), address: requiredText(128) }),
  z.object({ ...common, mode: z.literal('PERSONAL'), company: optional, address: optional }),
]);
