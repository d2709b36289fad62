import type { Realm } from '#domain/shared/actor.ts';
import type { TaskQueue } from './queues.ts';

/** All that a caller must know to start a process: its type, its queue, and how its id comes from its business id. */
export interface Flow<Input, Result = void> {
  type: string;
  queue: TaskQueue;
  /** `kebab-name:<business id>`: one open process per business id. */
  id(input: Input): string;
  realm(input: Input): Realm;
  /** One line for the list of the Temporal UI; no personal data. */
  summary(input: Input): string;
  /** Never set: carries the result's type. */
  result?: Result;
}

/** The update every process is begun with; `opening.ts` answers it. */
export const recordedName = 'recorded';

export const flow = <Input, Result = void>(definition: Flow<Input, Result>): Flow<Input, Result> => definition;
