import { hint, orderPaymentOf } from '#workflows/order-payment/contract.ts';
import { buildWork } from '../factories.ts';
import { noticeOf } from '../shop.ts';
import type { Vfine } from '../vfine.ts';
import { plain, type Cast, type Scenes } from './scene.ts';

const at = '/vfine/v1';
const purpose = '广告/宣传片';
const detail = '全渠道投放';
const buyer = { name: '大姨夫', phone: '+8618515355024', mode: 'PERSONAL' };

const onSale = async (world: Vfine): Promise<string> =>
  (await buildWork(world, { producer: await world.buildMusician(), status: 'ONLINE', canSell: true })).id;

async function wishOf(world: Vfine, licences = 1) {
  const works = await Promise.all(Array.from({ length: licences }, () => onSale(world)));
  return { ...buyer, works: works.map((uuid) => ({ uuid, purpose, channel: detail })) };
}
const itemOf = async (world: Vfine) => ({ work: await onSale(world), purpose, detail });

/** An order of the owner that is not paid yet. */
async function ordered({ world, owner }: Cast, licences?: number) {
  const { body } = await world.call(owner, `POST ${at}/orders/`, await wishOf(world, licences));
  const { uuid, out_trade_no: number } = body as { uuid: string; out_trade_no: string };
  return { uuid, number };
}
const ofOrder = async (cast: Cast) => ({ params: { uuid: (await ordered(cast)).uuid } });

async function paid(cast: Cast, licences?: number): Promise<string> {
  const { uuid, number } = await ordered(cast, licences);
  cast.alipay.office.pay(number);
  await cast.world.flows.signal(orderPaymentOf(uuid), hint);
  await cast.settled();
  return uuid;
}

/** A refund so large that it waits for a second administrator. */
async function unconfirmed(cast: Cast): Promise<string> {
  const order = await paid(cast, 3);
  const asked = `POST ${at}/admin/orders/${order}/refunds`;
  const key = { 'idempotency-key': order };
  const { body } = await cast.world.call(await cast.world.buildOperator(), asked, { reason: 'twice' }, key);
  return (body as { uuid: string }).uuid;
}

/** Prices, cart, orders and what is given back. */
export const orderScenes: Scenes = {
  'GET /pricing/': plain,
  'POST /cart/': async ({ world }) => ({ given: await itemOf(world) }),
  'GET /cart/': plain,
  'DELETE /cart/:id/': async ({ world, owner }) => {
    const { body } = await world.call(owner, `POST ${at}/cart/`, await itemOf(world));
    return { params: { id: (body as { id: number }).id } };
  },
  'POST /orders/': async ({ world }) => ({ given: await wishOf(world) }),
  'GET /orders/': plain,
  'GET /orders/:uuid/': ofOrder,
  'POST /orders/:uuid/': ofOrder,
  'GET /orders/:uuid/pay/': ofOrder,
  'DELETE /orders/:uuid/': ofOrder,
  'POST /payments/alipay/notify': async (cast) => {
    const { number } = await ordered(cast);
    cast.alipay.office.pay(number);
    return { given: new URLSearchParams(noticeOf(cast.alipay, number)) };
  },
  'POST /users/purchase-work/': async ({ world }) => ({ given: { uuid: await onSale(world) } }),
  'GET /admin/purchases/': plain,
  'POST /admin/purchases/:id/review': async ({ world, owner }) => {
    const { body } = await world.call(owner, `POST ${at}/users/purchase-work/`, { uuid: await onSale(world) });
    return { params: { id: (body as { id: number }).id }, given: { verdict: 'approve' } };
  },
  'GET /admin/refunds/': plain,
  'GET /admin/orders/:uuid/refunds': ofOrder,
  'POST /admin/orders/:uuid/refunds': async (cast) => ({
    params: { uuid: await paid(cast) },
    given: { reason: 'twice' },
  }),
  'POST /admin/refunds/:uuid/decision': async (cast) => ({
    params: { uuid: await unconfirmed(cast) },
    given: { verdict: 'confirm' },
  }),
};
