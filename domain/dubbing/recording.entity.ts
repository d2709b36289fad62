import { defineEntity, p } from '@mikro-orm/core';
import { voiceFormats } from '#domain/ports/sound-studio.ts';
import { numbered } from '#domain/shared/columns.ts';
import { VideoRole } from './video.entity.ts';
import { Works } from './works.entity.ts';

const RecordingSchema = defineEntity({
  name: 'Recording',
  tableName: 'dubbing_recording',
  uniques: [{ properties: ['works', 'place'] }],
  properties: {
    ...numbered,
    works: () => p.manyToOne(Works).ref().deleteRule('cascade'),
    /** None: it speaks for the whole clip. */
    role: () => p.manyToOne(VideoRole).ref().nullable(),
    startMs: p.integer(), // on the clip
    /** Whom it speaks for, from when: a later recording of the same place replaces it. */
    place: p.string().length(40),
    /** Name in the works' folder: chance, never what its owner called it. */
    file: p.string().length(60),
    format: p.enum(voiceFormats),
    durationMs: p.integer(),
    size: p.integer(), // bytes
  },
});

/** What somebody has spoken for a works. */
export class Recording extends RecordingSchema.class {}
RecordingSchema.setClass(Recording);
