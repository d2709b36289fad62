import { defineEntity, p } from '@mikro-orm/core';
import { numbered } from '#domain/shared/columns.ts';

const ExampleSongSchema = defineEntity({
  name: 'ExampleSong',
  indexes: [{ properties: ['status', 'group', 'color', 'id'] }],
  properties: {
    ...numbered,
    name: p.string().length(128).unique(),
    /** Storage key of the song, or where else it is. */
    path: p.string().length(500),
    coverPath: p.string().length(500).default(''),
    color: p.string().length(20),
    group: p.string().length(20),
    status: p.enum(['ONLINE', 'OFFLINE']).default('ONLINE'),
  },
});

/** A song that shows what a colour and a group of music sound like. */
export class ExampleSong extends ExampleSongSchema.class {}
ExampleSongSchema.setClass(ExampleSong);
