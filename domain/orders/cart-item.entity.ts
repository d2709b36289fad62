import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { numbered } from '#domain/shared/columns.ts';
import { Work } from '#domain/works/work.entity.ts';

const CartItemSchema = defineEntity({
  name: 'CartItem',
  uniques: [{ properties: ['buyer', 'work', 'purpose', 'detail'] }],
  properties: {
    ...numbered,
    buyer: () => p.manyToOne(User).ref().deleteRule('cascade'),
    work: () => p.manyToOne(Work).ref().deleteRule('cascade'),
    purpose: p.string().length(64),
    detail: p.string().length(64),
  },
});

/** A licence that somebody thinks of buying; its price is that of the day they buy it. */
export class CartItem extends CartItemSchema.class {}
CartItemSchema.setClass(CartItem);
