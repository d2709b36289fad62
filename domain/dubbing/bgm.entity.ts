import { defineEntity, p } from '@mikro-orm/core';
import { numbered } from '#domain/shared/columns.ts';
import { longest } from './ingest.plan.ts';
import { intakeMachine, type IntakeEvent } from './intake.machine.ts';
import type { SoundFacts } from './media.plan.ts';

const BgmSchema = defineEntity({
  name: 'Bgm',
  tableName: 'dubbing_bgm',
  properties: {
    ...numbered,
    /** The intake it came by: taking it in twice leaves one. */
    ticket: p.string().length(64).unique(),
    state: p.enum(intakeMachine.states).default('INGESTING'),
    name: p.string().length(longest.name),
    durationMs: p.integer().default(0),
    /** Measured when it was taken in. */
    facts: p.json<SoundFacts>().nullable(),
  },
});

/** A piece of background music; its file lies in the storage below `piaxi/bgms/<id>/`. */
export class Bgm extends BgmSchema.class {
  apply(event: IntakeEvent): void {
    this.state = intakeMachine.next(this.state, event);
  }
}
BgmSchema.setClass(Bgm);
