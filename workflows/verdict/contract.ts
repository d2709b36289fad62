import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

/** What a process that waits for a verdict knows of itself; `ignored` says why inputs that nobody could read changed nothing. */
export interface Standing<State extends string> {
  state: State;
  deadline: string;
  ignored: string[];
}

/** How operators speak to a process that waits for their verdict. */
export const verdictMessages = <State extends string>() => ({
  /** A verdict (`Decision`), with an answer; what arrives is checked, whatever it is. */
  review: defineUpdate<State, [decision: unknown]>('review'),
  /** The same without an answer: what comes late, twice or unreadable is ignored. */
  decide: defineSignal<[decision: unknown]>('decide'),
  standing: defineQuery<Standing<State>>('standing'),
});
export type VerdictMessages<State extends string> = ReturnType<typeof verdictMessages<State>>;
