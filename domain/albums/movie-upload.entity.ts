import { defineEntity, p } from '@mikro-orm/core';
import { numbered } from '#domain/shared/columns.ts';
import { Movie } from './movie.entity.ts';

/** Formats of pictures by content, and the ending that each is stored with. */
export const pictureEndings = { jpeg: 'jpg', png: 'png', webp: 'webp' } as const;
const formats = Object.keys(pictureEndings) as (keyof typeof pictureEndings)[];

const MovieUploadSchema = defineEntity({
  name: 'MovieUpload',
  uniques: [{ properties: ['movie', 'file'] }],
  properties: {
    ...numbered,
    movie: () => p.manyToOne(Movie).ref().deleteRule('cascade'),
    /** Name in the movie's folder: time and chance, never what its owner called it. */
    file: p.string().length(80),
    /** Name at its owner's; data only, never part of a path. */
    name: p.string().length(255),
    size: p.integer(), // bytes
    format: p.enum(formats),
  },
});

/** A picture that was uploaded for a movie; upload order is the order of the numbers. */
export class MovieUpload extends MovieUploadSchema.class {}
MovieUploadSchema.setClass(MovieUpload);
