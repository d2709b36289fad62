import { defineEntity, p } from '@mikro-orm/core';
import { numbered } from '#domain/shared/columns.ts';
import { longest } from './ingest.plan.ts';
import { intakeMachine, type IntakeEvent } from './intake.machine.ts';
import type { ClipFacts } from './media.plan.ts';
import type { SubtitleLine } from './subtitle.plan.ts';

const VideoSchema = defineEntity({
  name: 'Video',
  tableName: 'dubbing_video',
  properties: {
    ...numbered,
    /** The intake it came by: taking it in twice leaves one. */
    ticket: p.string().length(64).unique(),
    state: p.enum(intakeMachine.states).default('INGESTING'),
    name: p.string().length(longest.name),
    durationMs: p.integer().default(0),
    /** What is said in it. */
    lines: p.json<SubtitleLine[]>(),
    /** Measured when it was taken in. */
    facts: p.json<ClipFacts>().nullable(),
    roles: () => p.oneToMany(VideoRole).mappedBy('video').orderBy({ id: 'asc' }),
  },
});

/** A clip to be dubbed; its files lie in the storage below `piaxi/videos/<id>/`. */
export class Video extends VideoSchema.class {
  apply(event: IntakeEvent): void {
    this.state = intakeMachine.next(this.state, event);
  }
}

const VideoRoleSchema = defineEntity({
  name: 'VideoRole',
  tableName: 'dubbing_role',
  uniques: [{ properties: ['video', 'name'] }],
  properties: {
    ...numbered,
    video: () => p.manyToOne(Video).ref().deleteRule('cascade'),
    name: p.string().length(longest.role),
  },
});

/** Somebody who speaks in a clip. */
export class VideoRole extends VideoRoleSchema.class {}

VideoSchema.setClass(Video);
VideoRoleSchema.setClass(VideoRole);
