import { defineEntity, p } from '@mikro-orm/core';
import { numbered } from '#domain/shared/columns.ts';

const BannerSchema = defineEntity({
  name: 'Banner',
  indexes: [{ properties: ['type', 'id'] }],
  properties: {
    ...numbered,
    type: p.string().length(20),
    name: p.string().length(64),
    href: p.string().length(500),
  },
});

/** A picture at the head of a page; its type says which page. */
export class Banner extends BannerSchema.class {}
BannerSchema.setClass(Banner);
