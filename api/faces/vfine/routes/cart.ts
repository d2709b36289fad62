import { z } from 'zod';
import { addToCart, findCart, removeFromCart } from '#domain/orders/carts.ts';
import { mapSlice } from '#domain/shared/slice.ts';
import { vfine } from '../face.ts';
import { Nothing, numberId, requiredText, uuid } from '../inputs.ts';
import { ownAccount } from '../own-account.ts';
import { CartView, presentCartItem, presentPricing, PricingView } from '../presenters/orders.ts';

const refusals = { invalid_value: '传入参数不规范' };

export const cartRoutes = [
  vfine.route('GET /pricing/', {
    summary: 'What licences cost, by purpose and detail',
    auth: 'none',
    output: PricingView,
    handler: async () => presentPricing(),
  }),

  vfine.route('POST /cart/', {
    summary: 'Put a licence into the cart; again changes nothing',
    auth: 'user',
    rate: 'write',
    input: { body: z.object({ work: uuid, purpose: requiredText(64), detail: requiredText(64) }) },
    status: 201,
    output: CartView,
    refusals,
    async handler({ em, actor, body: { work: workUuid, purpose, detail } }) {
      const { id } = await ownAccount(em, actor);
      return presentCartItem(await addToCart(em, id, { workUuid, purpose, detail }));
    },
  }),

  vfine.list('GET /cart/', {
    summary: "What lies in the caller's cart, the last first",
    auth: 'user',
    item: CartView,
    handler: async ({ em, actor, window }) =>
      mapSlice(await findCart(em, (await ownAccount(em, actor)).id, window), presentCartItem),
  }),

  vfine.route('DELETE /cart/:id/', {
    summary: 'Take something out of the cart',
    auth: 'user',
    input: { params: z.object({ id: numberId }) },
    status: 204,
    output: Nothing,
    handler: async ({ em, actor, params }) => removeFromCart(em, (await ownAccount(em, actor)).id, params.id),
  }),
];
