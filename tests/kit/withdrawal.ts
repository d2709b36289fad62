import { randomUUID } from 'node:crypto';
import type { SystemMessage } from '#activities/business/messages.ts';
import type { TransferNews } from '#activities/io/transfers.ts';
import { takeoutMachine, type TakeoutState } from '#domain/payouts/takeout.machine.ts';
import type { TakeoutDecision, TakeoutRequest, TransferEnd } from '#domain/payouts/takeout.plan.ts';
import { confirm, review, standing, takeout, takeoutOf } from '#workflows/takeout/contract.ts';
import type { Stories } from './story.ts';

export const done = { state: 'done', providerNumber: 'p-1', at: '2026-01-02T03:04:05.000Z' } as const;

type Stage = Pick<Stories, 'client' | 'flows' | 'tell'>;

/** One withdrawal on either server, and a provider that says one thing after the other, and in the end that it is done. */
export function castTakeout(stories: Stage, script: { send?: TransferNews[]; ask?: TransferNews[] } = {}) {
  const request: TakeoutRequest = { takeoutId: randomUUID(), userUuid: randomUUID(), fen: 10_000 };
  const [decisions, ends, messages]: [TakeoutDecision[], TransferEnd[], SystemMessage[]] = [[], [], []];
  const calls: string[] = [];
  const next = (kind: 'send' | 'ask', answers: TransferNews[] = []) => {
    calls.push(kind);
    return answers.shift() ?? done;
  };
  const activities = {
    business: {
      recordTakeout: async (_request: TakeoutRequest): Promise<TakeoutState> => 'REQUESTING',
      async recordTakeoutDecision(decision: TakeoutDecision): Promise<TakeoutState> {
        decisions.push(decision);
        return takeoutMachine.next('REQUESTING', decision.event);
      },
      recordTransferEnd: async (end: TransferEnd) => void ends.push(end),
      recordMessage: async (message: SystemMessage) => void messages.push(message),
    },
    io: {
      sendTransfer: async (_asked: object) => next('send', script.send),
      askTransfer: async (_asked: object) => next('ask', script.ask),
    },
  };
  const id = takeoutOf(request.takeoutId);
  const handle = stories.client.workflow.getHandle(id);
  return {
    request,
    decisions,
    ends,
    messages,
    calls,
    activities,
    id,
    handle,
    begin: () => stories.flows.begin(takeout, request),
    review: (verdict: string, more: object = {}) => stories.flows.update(id, review, { verdict, ...more }),
    confirm: () => stories.flows.update(id, confirm),
    state: async () => (await stories.flows.query(id, standing))?.state,
    play: (story: () => Promise<void>) => stories.tell(activities, story),
  };
}
