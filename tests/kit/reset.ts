import { randomUUID } from 'node:crypto';
import type { Verdict } from '#domain/accounts/password-reset.plan.ts';
import { passwordReset, redeem, type ResetRequest } from '#workflows/password-reset/contract.ts';
import type { Stories } from './story.ts';

type Stage = Pick<Stories, 'client' | 'flows' | 'tell'>;

/** One reset on either server, and activities that only note what they were asked. */
export function castReset(stories: Stage) {
  const request: ResetRequest = {
    resetId: randomUUID(),
    realm: 'travel',
    userId: 7,
    session: 'f'.repeat(64),
    channel: 'email',
  };
  const notes: string[] = [];
  const verdicts: Verdict[] = [];
  const records = {
    recordReset: async (): Promise<void> => void notes.push('recorded'),
    recordResetSent: async (): Promise<void> => void notes.push('sent'),
    judgeAttempt: async (): Promise<Verdict> => verdicts.shift() ?? 'wrong',
    recordResetEnd: async ({ event = 'changed' }: { event?: string }): Promise<void> => void notes.push(event),
  };
  const gateway = { sendResetCode: async (): Promise<void> => undefined };
  const id = passwordReset.id(request);
  const handle = stories.client.workflow.getHandle(id);
  return {
    request,
    notes,
    verdicts,
    records,
    gateway,
    id,
    handle,
    begin: () => stories.flows.begin(passwordReset, request),
    attempt: () => stories.flows.update(id, redeem, { attemptId: randomUUID() }),
    play: <T>(story: () => Promise<T>): Promise<T> => stories.tell({ business: records, io: gateway }, story),
  };
}
