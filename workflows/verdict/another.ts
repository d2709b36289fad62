import { patched } from '@temporalio/workflow';
import { requireAnother } from '#domain/shared/actor.ts';
import { refuse } from '../kernel/refuse.ts';

/** Nobody decides in the name of whom it is about; runs from before the change of this name go on as they began. */
export async function requireOther(change: string, userUuid: string, by?: string): Promise<void> {
  if (by === userUuid && patched(change)) refuse(() => requireAnother(by, userUuid));
}
