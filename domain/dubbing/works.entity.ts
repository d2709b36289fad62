import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { numbered } from '#domain/shared/columns.ts';
import type { ProductFacts } from './dubbing.plan.ts';
import type { SubtitleLine } from './subtitle.plan.ts';
import { Video } from './video.entity.ts';

const WorksSchema = defineEntity({
  name: 'Works',
  tableName: 'dubbing_works',
  properties: {
    ...numbered,
    owner: () => p.manyToOne(User).ref().deleteRule('cascade').index(),
    video: () => p.manyToOne(Video).ref(),
    /** The owner's own subtitle; none: there is no own one. */
    lines: p.json<SubtitleLine[]>().nullable(),
    /** Recordings that came without a login. */
    openUploads: p.integer().default(0),
    /** Of the product, once there is one. */
    product: p.json<ProductFacts>().nullable(),
    renderedAt: p.datetime().nullable(),
  },
});

/** One dubbing of a clip; its files lie in the storage below `piaxi/works/<id>/`. */
export class Works extends WorksSchema.class {}
WorksSchema.setClass(Works);
