import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { Work } from './work.entity.ts';

const CollectionSchema = defineEntity({
  name: 'Collection',
  uniques: [{ properties: ['user', 'work'] }], // one for each pair, whoever asks twice at once
  properties: {
    id: p.bigint().primary().autoincrement(),
    createdAt: p.datetime().onCreate(() => new Date()),
    user: () => p.manyToOne(User).ref().deleteRule('cascade'),
    work: () => p.manyToOne(Work).ref().deleteRule('cascade').index(),
  },
});

/** Somebody has collected a work. */
export class Collection extends CollectionSchema.class {}
CollectionSchema.setClass(Collection);
