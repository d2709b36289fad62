import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  log,
  patched,
} from '@temporalio/workflow';
import type { MessageRecords } from '#activities/business/messages.ts';
import type { TakeoutRecords } from '#activities/business/takeouts.ts';
import type { TransferNews, Transfers } from '#activities/io/transfers.ts';
import { patienceOf, takeoutKeyOf, type TakeoutRequest, type TransferEnd } from '#domain/payouts/takeout.plan.ts';
import type { TakeoutState } from '#domain/payouts/takeout.machine.ts';
import { business, io } from '../kernel/proxies.ts';
import { show } from '../kernel/standing.ts';

const { recordTransferEnd } = business<TakeoutRecords>();
const { recordMessage } = business<MessageRecords>();
const { sendTransfer, askTransfer } = io<Transfers>();

/** Whoever has the provider asked waits so long for its word. */
const patience = '5 seconds';

type Known = Extract<TransferNews, { state: 'done' | 'failed' }>;
const isKnown = (news: TransferNews): news is Known => news.state === 'done' || news.state === 'failed';

/** Workers that cannot answer for an hour leave the result as unknown as a provider that does not. */
async function attempt(work: () => Promise<TransferNews>): Promise<TransferNews> {
  try {
    return await work();
  } catch (error) {
    log.warn('transfer_unanswered', { error });
    return { state: 'unknown', reason: 'no_answer' };
  }
}

const waitingFor = (news: TransferNews): string =>
  news.state === 'unknown' ? `The result is unknown (${news.reason}).` : 'The provider is at it.';

const endOf = (takeoutId: string, news: Known): TransferEnd =>
  news.state === 'done'
    ? { takeoutId, event: 'arrive', providerNumber: news.providerNumber, at: news.at }
    : { takeoutId, event: 'fail', code: news.code };

/** The transfer of an approved withdrawal: sent under one number for ever, and asked for until its result is known. */
export class Transfer {
  readonly #request: TakeoutRequest;
  #state: TakeoutState = 'REQUESTING';
  #looks = 0;
  #isAsked = false;
  #isAwaited = false;

  constructor(request: TakeoutRequest) {
    this.#request = request;
  }

  get state(): TakeoutState {
    return this.#state;
  }

  /** Validator: an operator may have the provider asked as long as its word is awaited. */
  requireWaiting(): void {
    if (this.#state !== 'WAITING')
      throw ApplicationFailure.nonRetryable(`is ${this.#state}`, 'unsupported', 'conflict');
  }

  /**
   * Has the provider asked now; refuses `unsupported` where the money has not arrived. Where the provider does not say in
   * time, or somebody waits for its word already, the answer is where it stands: nobody's updates pile up.
   */
  async confirm(): Promise<TakeoutState> {
    const isTimely = patched('confirmed-in-time'); // runs from before it wait for as long as it takes
    if (isTimely && this.#isAwaited) return this.#state;
    const before = this.#looks;
    const isLooked = () => this.#state !== 'WAITING' || this.#looks > before;
    this.#isAsked = true;
    this.#isAwaited = true;
    // Asked of a run that somebody has cancelled, too: it goes on.
    await CancellationScope.nonCancellable(async () => {
      await (isTimely ? condition(isLooked, patience) : condition(isLooked));
    });
    this.#isAwaited = false;
    if (!isLooked()) return this.#state;
    if (this.#state !== 'SUCCESS') throw ApplicationFailure.nonRetryable('not arrived', 'unsupported', 'conflict');
    return this.#state;
  }

  /**
   * Until it has arrived or failed for good; a run that is cancelled meanwhile goes on all the same. A lost run may have
   * sent it: then the provider is asked first.
   */
  async run(mayBeSent: boolean): Promise<TakeoutState> {
    const { takeoutId, userUuid } = this.#request;
    this.#state = 'WAITING';
    const news = await this.#untilKnown(mayBeSent);
    await recordTransferEnd(endOf(takeoutId, news));
    this.#state = news.state === 'done' ? 'SUCCESS' : 'FAIL';
    show({
      stage: this.#state,
      details: `**${this.#state}**${news.state === 'failed' ? ` (${news.code}): the money is the musician's again` : ' at the provider'}.`,
    });
    const key = takeoutKeyOf(this.#state);
    if (key) await recordMessage({ eventKey: `takeout:${takeoutId}`, userUuid, key });
    await condition(allHandlersFinished);
    return this.#state;
  }

  async #untilKnown(mayBeSent: boolean): Promise<Known> {
    this.#show({ state: 'dealing' }, 'Sending.');
    let news = await (mayBeSent ? this.#look() : this.#send());
    while (!isKnown(news)) {
      await this.#pause(news);
      news = await this.#look();
      if (!isKnown(news)) this.#looks++;
    }
    return news;
  }

  #send(): Promise<TransferNews> {
    return attempt(() => sendTransfer({ takeoutId: this.#request.takeoutId }));
  }

  /** Where nothing of it has arrived there, the very same is sent again, never another one. */
  async #look(): Promise<TransferNews> {
    const news = await attempt(() => askTransfer({ takeoutId: this.#request.takeoutId }));
    return news.state === 'absent' ? this.#send() : news;
  }

  /** Waits longer from look to look, or until an operator asks. */
  async #pause(news: TransferNews): Promise<void> {
    const seconds = patienceOf(this.#looks);
    const next = new Date(Date.now() + seconds * 1000);
    this.#show(news, `Next look at ${next.toISOString()}; the update \`confirm\` has it at once.`);
    await condition(() => this.#isAsked, `${seconds} seconds`);
    this.#isAsked = false;
  }

  #show(news: TransferNews, next: string): void {
    const details = `**Approved**: the transfer is under way.\n\n${waitingFor(news)} Looks so far: ${this.#looks}. ${next}`;
    show({ stage: 'WAITING', waitingFor: 'provider', details });
  }
}
