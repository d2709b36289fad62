import { defineEntity, p } from '@mikro-orm/core';
import { Work } from '#domain/works/work.entity.ts';

const SongFingerprintSchema = defineEntity({
  name: 'SongFingerprint',
  indexes: [
    {
      name: 'song_fingerprint_keys',
      expression: 'create index "song_fingerprint_keys" on "song_fingerprint" using gin ("keys")',
    },
  ],
  properties: {
    work: () => p.oneToOne(Work).primary().owner().deleteRule('cascade'),
    /** Little-endian, four bytes each. */
    words: p.blob(),
    /** What `keysOf` makes of them. */
    keys: p.array<number>().columnType('int[]'),
  },
});

/** How a work's song sounds, to find others that sound alike; of the song that was heard last. */
export class SongFingerprint extends SongFingerprintSchema.class {}
SongFingerprintSchema.setClass(SongFingerprint);
