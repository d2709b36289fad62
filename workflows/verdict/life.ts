import { ApplicationFailure, CancellationScope, log } from '@temporalio/workflow';
import type { MessageRecords } from '#activities/business/messages.ts';
import type { Ending, VerdictEvent } from '#domain/verification/decision.plan.ts';
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
  /** What operators may say; without it they approve or refuse. */
  verdicts?: readonly (Event | 'approve' | 'refuse')[];
  /** For operators: what else may happen meanwhile, and what they should know. */
  note?: string | (() => string);
  /** What has to come to its end before this event may; until then nothing is decided. Refuses what this person may not. */
  hold?(event: string, by?: string): Promise<void>;
  /** Answers the state where a lost run may have got further than the first one. */
  open(): Promise<State | void>;
  /** Answers the state that was written down, where it may be another than the event leads to. */
  record(ending: Ending<Event | VerdictEvent>): Promise<State | void>;
  /** What is left to do before the applicant is told: then a new run may begin. */
  clear?(): Promise<void>;
  /** What the applicant is told, and the key that this message has at the face; without one nobody is told. */
  news: { eventKey: string; keyOf(state: State, event: string): string | undefined };
}

/** What somebody says with what ends a matter. */
type Said = Omit<Ending<string>, 'event'>;

/** Writes down how a matter has ended, and tells the applicant. Answers the state that was written down. */
async function writeDown<S extends string, E extends string>(
  { record, news, clear, userUuid }: Matter<S, E>,
  state: S,
  ending: Ending<E | VerdictEvent>,
): Promise<S> {
  const written = (await record(ending)) ?? state;
  await clear?.();
  const key = news.keyOf(written, ending.event);
  const remark = written === state && ending.remark && { remark: ending.remark }; // it was said of another end
  if (key) await recordMessage({ eventKey: news.eventKey, userUuid, key, ...remark });
  return written;
}

interface Now<State extends string> {
  state: State;
  isOpen: boolean;
  deadline: Date;
  ignored: readonly string[];
}

/** Shows operators where it stands and how to act. */
function showMatter<S extends string, E extends string>(matter: Matter<S, E>, now: Now<S>): void {
  const { userUuid, days, note, verdicts = ['approve', 'refuse'] } = matter;
  const waits = now.isOpen && { waitingFor: 'operator', deadline: now.deadline };
  const noted = typeof note === 'function' ? note() : note;
  show({ stage: now.state, ...waits, details: detailsOf({ userUuid, days, verdicts, note: noted, ...now }) });
}

/** State of one matter, shown to operators whenever it changes. */
export function lifeOf<State extends string, Event extends string>(matter: Matter<State, Event>) {
  const { machine } = matter;
  const deadline = new Date(Date.now() + matter.days * dayMs);
  const ignored: string[] = [];
  let state = matter.initial;
  let recorded = Promise.resolve();
  const isOpen = (): boolean => !machine.isFinal(state);
  const showStanding = (): void => showMatter(matter, { state, isOpen: isOpen(), deadline, ignored });
  showStanding();

  function become(next: State): void {
    if (next === state) return;
    state = next;
    showStanding();
  }

  return {
    isOpen,
    become,
    /** Shows operators what has changed. */
    showStanding,
    hold: async (event: string, by?: string): Promise<void> => matter.hold?.(event, by),
    deadline,
    standing: (): Standing<State> => ({ state, deadline: deadline.toISOString(), ignored: [...ignored] }),

    /** Validator of what comes too late. */
    requireOpen(): void {
      if (!isOpen()) throw ApplicationFailure.nonRetryable(`already ${state}`, 'action_already_done', 'conflict');
    },

    /** Ends the matter and tells the applicant. The first event decides: the state moves before anything is awaited. */
    async settle(event: Event | VerdictEvent, said: Said = {}): Promise<State> {
      become(refuse(() => machine.next(state, event)));
      recorded = CancellationScope.nonCancellable(() => writeDown(matter, state, { event, ...said }).then(become));
      await recorded;
      return state;
    },

    /** Resolves when the end is written down, whoever brought it about. */
    recorded: (): Promise<void> => recorded,

    /** Keeps in sight that somebody sent what changed nothing, and why; not what it was. */
    ignore(reason: string): void {
      log.warn('decision_ignored', { reason });
      if (ignored.length < mostIgnored) ignored.push(`${new Date().toISOString()} ${reason}`);
      showStanding();
    },
  };
}
export type Life<State extends string, Event extends string> = ReturnType<typeof lifeOf<State, Event>>;
