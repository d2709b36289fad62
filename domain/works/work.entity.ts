import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { identity } from '#domain/shared/columns.ts';
import { ingestStates, type FingerprintMatch } from './song.plan.ts';
import { workTypes } from './submission.plan.ts';
import { workMachine, type WorkEvent } from './work.machine.ts';

const onShelf = (name: string, columns: string): { name: string; expression: string } => ({
  name,
  expression: `create index "${name}" on "work" ${columns} where "status" = 'ONLINE'`,
});

const starred = `create index "work_starred" on "work" ("starred_at" desc, "id" desc) where "starred_at" is not null`;

const WorkSchema = defineEntity({
  name: 'Work',
  indexes: [
    { properties: ['producer', 'createdAt', 'id'] },
    { properties: ['status', 'createdAt', 'id'] },
    onShelf('work_newest', '("created_at" desc, "id" desc)'),
    onShelf('work_hottest', '("collect_count" desc, "id" desc)'),
    onShelf('work_by_producer', '("producer_id", "created_at" desc, "id" desc)'),
    { name: 'work_starred', expression: starred },
    onShelf('work_by_name', 'using gin ("name_grams")'),
    onShelf('work_by_tag', 'using gin ("tags")'),
    onShelf('work_by_category', 'using gin ("categories")'),
  ],
  checks: [{ name: 'work_collect_count_check', expression: 'collect_count >= 0' }],
  properties: {
    ...identity,
    producer: () => p.manyToOne(User).ref().deleteRule('cascade'),
    name: p.string().length(128),
    /** What `gramsOf` makes of the name. */
    nameGrams: p.array().columnType('text[]'),
    /** Object key of the clean song. */
    path: p.string().length(500),
    desc: p.text().default(''),
    avatar: p.string().length(500).default(''),
    /** Numbers of the catalogue (`categories.plan.ts`). */
    tags: p
      .array<number>()
      .columnType('int[]')
      .onCreate(() => []),
    categories: p
      .array<number>()
      .columnType('int[]')
      .onCreate(() => []),
    /** In seconds, as the musician said; once the song is heard, as it is. */
    lengthSeconds: p.float().columnType('double precision').default(0),
    essenceStart: p.float().columnType('double precision').default(0), // seconds
    essenceEnd: p.float().columnType('double precision').default(0), // seconds
    sizeBytes: p.integer().default(0),
    type: p.enum(workTypes).default(''),
    canSell: p.boolean().default(false),
    status: p.enum(workMachine.states).default('WAITING'),
    /** How often it was handed in again. */
    edition: p.integer().default(0),
    /** What the operator said of it last. */
    remarks: p.string().length(500).default(''),
    /** Name, phone and address of the copyright's owner; `copyright-owner.ts` opens it. Empty: nobody is named. */
    sealedOwner: p.text().default(''),
    collectCount: p.integer().default(0),
    /** Since when operators recommend the work. */
    starredAt: p.datetime().nullable(),

    // What hearing the song has found.
    ingest: p.enum(ingestStates).default('NONE'),
    durationMs: p.integer().nullable(),
    loudnessLufs: p.float().columnType('double precision').nullable(),
    peaksKey: p.string().length(500).nullable(),
    previewKey: p.string().length(500).nullable(),
    watermarkKey: p.string().length(500).nullable(),
    fingerprintMatch: p.json<FingerprintMatch>().nullable(),
  },
});

/** A piece of music that a musician shows, and may sell. */
export class Work extends WorkSchema.class {
  /** What a verdict is about: a proof of one says nothing of what is handed in later. */
  matter(): string {
    return `work:${this.id}:${this.edition}`;
  }

  /** Where its best part begins, as songs are heard. */
  essenceStartMs(): number {
    return Math.round(this.essenceStart * 1000);
  }

  /** Moves the work along its life; the machine refuses what the life does not allow. */
  apply(event: WorkEvent): void {
    this.status = workMachine.next(this.status, event);
  }
}
WorkSchema.setClass(Work);
