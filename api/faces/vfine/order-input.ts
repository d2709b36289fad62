import { z } from 'zod';
import { orderModes } from '#domain/orders/order.entity.ts';
import { isBlank } from '#domain/shared/blank.ts';
import { mostItems } from '#domain/orders/order.plan.ts';
import { requiredText, text, uuid, visibleText } from './inputs.ts';

const phone = z
  .string()
  .regex(/^\+?\d[\d -]{4,18}$/)
  .meta({ example: '+8618515355024' });
const works = z
  .array(z.object({ uuid, purpose: requiredText(64), channel: requiredText(64) }))
  .min(1)
  .max(mostItems);
const optional = text(128).nullish();

/** A company is named on its certificates, so that it says who and where it is; a person buys in their own name. */
export const OrderBody = z
  .object({
    name: visibleText(64),
    phone,
    mode: z.enum(orderModes),
    company: optional,
    address: optional,
    works,
  })
  .superRefine((order, context) => {
    for (const field of ['company', 'address'] as const)
      if (order.mode === 'COMPANY' && isBlank(order[field] ?? ''))
        context.addIssue({ code: 'custom', path: [field], input: order[field] ?? undefined });
  })
  .transform(({ company, address, ...order }) => ({ ...order, company: company ?? '', address: address ?? '' }));
