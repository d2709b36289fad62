import { defineEntity, p } from '@mikro-orm/core';
import { numbered } from '#domain/shared/columns.ts';
import { Album } from './album.entity.ts';

/** Formats of pictures by content, and the ending that each is stored with. */
export const pictureEndings = { jpeg: 'jpg', png: 'png', webp: 'webp' } as const;
const formats = Object.keys(pictureEndings) as (keyof typeof pictureEndings)[];

const AlbumUploadSchema = defineEntity({
  name: 'AlbumUpload',
  uniques: [{ properties: ['album', 'file'] }],
  properties: {
    ...numbered,
    album: () => p.manyToOne(Album).ref().deleteRule('cascade'),
    /** Name in the album's folder: time and chance, never what its owner called it. */
    file: p.string().length(80),
    /** Name at its owner's; data only, never part of a path. */
    name: p.string().length(255),
    size: p.integer(), // bytes
    format: p.enum(formats),
  },
});

/** A picture that was uploaded for an album; upload order is the order of the numbers. */
export class AlbumUpload extends AlbumUploadSchema.class {}
AlbumUploadSchema.setClass(AlbumUpload);
