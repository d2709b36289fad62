import { allHandlersFinished, ApplicationFailure, condition } from '@temporalio/workflow';
import type { PasswordResetRecords } from '#activities/business/password-resets.ts';
import {
  passwordResetMachine,
  type PasswordResetState,
  type VainEnd,
} from '#domain/accounts/password-reset.machine.ts';
import { mostResetTries, resetMinutes } from '#domain/accounts/password-reset.plan.ts';
import { business } from '../kernel/proxies.ts';
import { show, type Standing } from '../kernel/standing.ts';
import { toTheEnd } from '../kernel/to-the-end.ts';

const { judgeAttempt, recordResetEnd } = business<PasswordResetRecords>();

const endings: Partial<Record<PasswordResetState, string>> = {
  UNSENT: 'The mail server or gateway did not take the code; nobody has it.',
  CHANGED: 'The password was changed; every session of the account has ended.',
  EXPIRED: `Nobody typed the code back within ${resetMinutes} minutes.`,
  EXHAUSTED: `A wrong code was typed ${mostResetTries} times.`,
  SUPERSEDED: 'Another reset of the account came first.',
  CANCELLED: 'An operator cancelled the reset.',
};

/** What an operator reads in the Temporal UI. */
const standingOf = (stage: PasswordResetState, tries: number, deadline: Date): Standing => ({
  stage,
  ...(stage === 'SENT' && { waitingFor: 'owner', deadline }),
  details:
    endings[stage] ??
    `The code was sent; waits until ${deadline.toISOString()} for it to be typed back. ${tries} of ${mostResetTries} tries are used.`,
});

const refusal = (code: string) => ApplicationFailure.nonRetryable(code, code, 'invalid');

/** State of one reset, shown to operators whenever it changes. */
export class ResetLife {
  readonly #resetId: string;
  #state: PasswordResetState = 'REQUESTED';
  #tries = 0;
  #isClosed = false;
  #deadline = new Date(0);

  constructor(resetId: string) {
    this.#resetId = resetId;
  }

  get state(): PasswordResetState {
    return this.#state;
  }

  get isOver(): boolean {
    return this.#state !== 'SENT' || this.#tries >= mostResetTries;
  }

  /** The code has arrived: its ten minutes begin. */
  begin(): void {
    this.#deadline = new Date(Date.now() + resetMinutes * 60_000);
    this.#move('deliver');
  }

  /** Refuses what comes too late or too often. */
  requireOpen(): void {
    if (this.#isClosed || this.isOver) throw refusal('reset_void');
  }

  /** Holds one try against the code; it counts before anything is awaited, and gets its verdict in a cancelled run, too. */
  async judge({ attemptId }: { attemptId: string }): Promise<void> {
    this.#tries++;
    this.#show();
    const attempt = { resetId: this.#resetId, attemptId };
    const verdict = await toTheEnd('judge-to-the-end', () => judgeAttempt(attempt));
    if (this.#state === 'SENT' && verdict !== 'wrong') this.#move(verdict === 'right' ? 'redeem' : 'supersede');
    if (verdict !== 'right') throw refusal(verdict === 'wrong' ? 'code_wrong' : 'reset_void');
  }

  /** Ends the reset without a new password. */
  async end(event: VainEnd): Promise<void> {
    this.#move(event);
    await recordResetEnd({ resetId: this.#resetId, event });
  }

  /** Takes no more tries, lets those under way finish, and ends in vain unless one of them was right. */
  async close(event: VainEnd): Promise<void> {
    this.#isClosed = true;
    await condition(allHandlersFinished);
    if (this.#state === 'SENT') await this.end(event);
    else await recordResetEnd({ resetId: this.#resetId });
  }

  #move(event: string): void {
    this.#state = passwordResetMachine.next(this.#state, event);
    this.#show();
  }

  #show(): void {
    show(standingOf(this.#state, this.#tries, this.#deadline));
  }
}
