import { z } from 'zod';
import { openBuyer } from '#domain/orders/buyer-data.ts';
import type { CartItem } from '#domain/orders/cart-item.entity.ts';
import type { Certificate } from '#domain/orders/certificate.entity.ts';
import type { OrderSheet } from '#domain/orders/find-orders.ts';
import { isForSale } from '#domain/orders/for-sale.ts';
import { orderMachine } from '#domain/orders/order.machine.ts';
import type { Order } from '#domain/orders/order.entity.ts';
import { tradeNumberOf } from '#domain/orders/order.plan.ts';
import { pricing, tariffOf } from '#domain/orders/pricing.plan.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import { yuanOf } from '#domain/shared/money.ts';
import type { PayOffer } from '#workflows/order-payment/contract.ts';
import { presentTime } from './time.ts';

const Money = z.string().meta({ description: 'yuan', example: '500.00' });

export const PricingView = z.object({
  purpose: z.array(
    z.object({
      name: z.string(),
      question: z.string(),
      detail: z.array(z.object({ name: z.string(), price: z.number() })),
    }),
  ),
});

/** The price list. */
export const presentPricing = (): z.input<typeof PricingView> => ({
  purpose: pricing.map(({ name, question, detail }) => ({
    name,
    question,
    detail: detail.map((one) => ({ name: one.name, price: one.fen / 100 })),
  })),
});

export const CartView = z.object({
  id: z.int(),
  purpose: z.string(),
  detail: z.string(),
  pricing: z.number().nullable().meta({ description: "yuan, today's price; null: no longer sold" }),
  work: z.object({
    uuid: z.uuid(),
    name: z.string(),
    path: z.string(),
    producer: z.object({ uuid: z.uuid(), name: z.string() }),
  }),
});

export function presentCartItem({ id, purpose, detail, work }: CartItem): z.input<typeof CartView> {
  const sold = work.unwrap();
  const { id: uuid, name, path, producer } = sold;
  const musician = producer.unwrap();
  const fen = isForSale(sold) ? tariffOf(purpose, detail)?.fen : undefined;
  return {
    id,
    purpose,
    detail,
    pricing: fen === undefined ? null : fen / 100,
    work: { uuid, name, path, producer: { uuid: musician.uuid, name: musician.name } },
  };
}

const LicenceView = z.object({
  uuid: z.uuid(),
  author: z.string(),
  licensee: z.string(),
  work_name: z.string(),
  work_path: z.string(),
  work: z.object({ uuid: z.uuid(), avatar: z.string() }),
  purpose: z.string(),
  channel: z.string(),
  price: Money,
  income: Money,
  order: z.uuid(),
});

const presentLicence = (one: Certificate): z.input<typeof LicenceView> => ({
  uuid: one.id,
  author: one.author,
  licensee: one.licensee,
  work_name: one.workName,
  work_path: one.workPath,
  work: { uuid: one.work.id, avatar: one.work.unwrap().avatar },
  purpose: one.purpose,
  channel: one.detail,
  price: yuanOf(one.priceFen),
  income: yuanOf(one.state === 'ISSUED' ? one.incomeFen : 0),
  order: one.order.id,
});

export const OrderView = z.object({
  uuid: z.uuid(),
  name: z.string(),
  phone: z.string(),
  company: z.string(),
  address: z.string(),
  price: Money,
  payment_method: z.string().nullable(),
  payment_number: z.string().nullable(),
  certificates: z.array(LicenceView),
  mode: z.string(),
  status: z.enum(orderMachine.states),
  created_at: z.iso.datetime(),
});

/** An order as its buyer sees it. */
export function presentOrder(secrets: Secrets, { order, certificates }: OrderSheet): z.input<typeof OrderView> {
  const { id, sealed, totalFen, paymentMethod, paymentNumber, mode, status, createdAt } = order;
  return {
    uuid: id,
    ...openBuyer(secrets, id, sealed),
    price: yuanOf(totalFen),
    payment_method: paymentMethod ?? null,
    payment_number: paymentNumber ?? null,
    certificates: certificates.map(presentLicence),
    mode,
    status,
    created_at: presentTime(createdAt),
  };
}

export const PayView = z.object({
  uuid: z.uuid(),
  out_trade_no: z.string(),
  total_amount: Money,
  qr_code: z.string().meta({ description: 'to be shown as a code that the app of the provider scans' }),
  pay_url: z.string().meta({ description: "the provider's page" }),
});

/** How an order can be paid. */
export const presentOffer = ({ id, totalFen }: Order, { payUrl, qrCode }: PayOffer): z.input<typeof PayView> => ({
  uuid: id,
  out_trade_no: tradeNumberOf(id),
  total_amount: yuanOf(totalFen),
  qr_code: qrCode,
  pay_url: payUrl,
});
