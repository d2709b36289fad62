import { defineEntity, p } from '@mikro-orm/core';
import { numbered } from '#domain/shared/columns.ts';
import type { DubbingRequest } from './dubbing-request.plan.ts';
import { taskMachine, type TaskEvent } from './task.machine.ts';
import { Works } from './works.entity.ts';

const DubbingTaskSchema = defineEntity({
  name: 'DubbingTask',
  indexes: [{ properties: ['works', 'state'] }],
  properties: {
    ...numbered,
    works: () => p.manyToOne(Works).ref().deleteRule('cascade'),
    /** The run that does it. */
    run: p.string().length(64).unique(),
    state: p.enum(taskMachine.states).default('QUEUED'),
    request: p.json<DubbingRequest>(),
    /** Why it failed, as its owner may read it. */
    error: p.text().default(''),
  },
});

/** One run of a works' rendering; the last one says how the works stands. */
export class DubbingTask extends DubbingTaskSchema.class {
  /** Moves the task along its life; the machine refuses what the life does not allow. */
  apply(event: TaskEvent): void {
    this.state = taskMachine.next(this.state, event);
  }
}
DubbingTaskSchema.setClass(DubbingTask);
