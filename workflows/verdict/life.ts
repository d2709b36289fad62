import { ApplicationFailure, CancellationScope, log } from '@temporalio/workflow';
import type { MessageRecords } from '#activities/business/messages.ts';
import type { Decision, Ending, VerdictEvent } from '#domain/verification/decision.plan.ts';
import { business } from '../kernel/proxies.ts';
import { refuse } from '../kernel/refuse.ts';
import { show } from '../kernel/standing.ts';
import type { Standing, VerdictMessages } from './contract.ts';
import { detailsOf } from './details.ts';

const { recordMessage } = business<MessageRecords>();

const mostIgnored = 20;
const dayMs = 24 * 3600_000;

/** What somebody has applied for, and how its life is written down. */
export interface Matter<State extends string, Event extends string> {
  userUuid: string;
  machine: { next(state: State, event: string): State; isFinal(state: State): boolean };
  initial: State;
  /** How long it waits for a verdict. */
  days: number;
  messages: VerdictMessages<State>;
  /** One line for operators: what else may happen meanwhile. */
  note?: string;
  open(): Promise<void>;
  record(ending: Ending<Event | VerdictEvent>): Promise<void>;
  /** What the applicant is told, and the key that this message has at the face; without one nobody is told. */
  news: { eventKey: string; keyOf(state: State): string | undefined };
}

/** State of one matter, shown to operators whenever it changes. */
export function lifeOf<State extends string, Event extends string>(matter: Matter<State, Event>) {
  const { userUuid, machine, days, note, news } = matter;
  const deadline = new Date(Date.now() + days * dayMs);
  const ignored: string[] = [];
  let state = matter.initial;
  const isOpen = (): boolean => !machine.isFinal(state);

  function showStanding(): void {
    const waits = isOpen() && { waitingFor: 'operator', deadline };
    const details = detailsOf({ userUuid, state, isOpen: isOpen(), deadline, days, note, ignored });
    show({ stage: state, ...waits, details });
  }
  showStanding();

  async function record(event: Event | VerdictEvent, decision: Decision | undefined): Promise<void> {
    const { verdict: _, ...said } = decision ?? { verdict: event };
    await matter.record({ event, ...said });
    const key = news.keyOf(state);
    const remark = decision?.remark && { remark: decision.remark };
    if (key) await recordMessage({ eventKey: news.eventKey, userUuid, key, ...remark });
  }

  return {
    isOpen,
    deadline,
    standing: (): Standing<State> => ({ state, deadline: deadline.toISOString(), ignored: [...ignored] }),

    /** Validator of what comes too late. */
    requireOpen(): void {
      if (!isOpen()) throw ApplicationFailure.nonRetryable(`already ${state}`, 'action_already_done', 'conflict');
    },

    /** Ends the matter and tells the applicant. The first event decides: the state moves before anything is awaited. */
    async settle(event: Event | VerdictEvent, decision?: Decision): Promise<State> {
      state = refuse(() => machine.next(state, event));
      showStanding();
      await CancellationScope.nonCancellable(() => record(event, decision));
      return state;
    },

    /** Keeps in sight that somebody sent what changed nothing, and why; not what it was. */
    ignore(reason: string): void {
      log.warn('decision_ignored', { reason });
      if (ignored.length < mostIgnored) ignored.push(`${new Date().toISOString()} ${reason}`);
      showStanding();
    },
  };
}
export type Life<State extends string, Event extends string> = ReturnType<typeof lifeOf<State, Event>>;
