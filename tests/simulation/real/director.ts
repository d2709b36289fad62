import { setTimeout as sleep } from 'node:timers/promises';
import { castOf } from '../scenarios/shop-cast.ts';
import { finalFaults, shopFaults } from '../scenarios/shop-invariants.ts';
import { emptyShop, readShop, type ShopState } from '../scenarios/shop-state.ts';
import { Shoppers } from '../scenarios/shoppers.ts';
import type { Act } from '../telling.ts';
import { calm, kill, misbehave, strikes, transferMethod, type Strike } from './misfortunes.ts';
import type { RealStage } from './stage.ts';
import type { RealStory } from './story.ts';

const lookMs = 90_000; // until the database is there again and the provider stands still for a moment
const settleMs = 240_000;
const retryMs = 20_000; // of that time; what the provider refuses after it stays blocked
const mostAtOnce = 12;
const share = { misbehaves: 0.6 };

const isUnderWay = ({ status }: { status: string }): boolean => status === 'REQUESTING' || status === 'WAITING';

const count = (rows: { status: string }[], wanted: string) => rows.filter(({ status }) => status === wanted).length;

/** What has become of the whole shop so far. */
function figuresOf({ orders, refunds, takeouts }: ShopState): string {
  const paid = `${count(orders, 'FINISHED')} of ${orders.length} orders paid`;
  return `${paid}, ${count(refunds, 'DONE')} refunds, ${count(takeouts, 'SUCCESS')} of ${takeouts.length} withdrawals arrived`;
}

/** Lets people act at once while the story's misfortunes strike, then waits until all is settled, and judges. */
export class RealDirector {
  acts = 0;
  readonly #stage: RealStage;
  readonly #story: RealStory;
  readonly #own: Strike;
  readonly #underWay = new Set<Promise<void>>();
  readonly #wrong = new Set<string>();
  #shoppers: Shoppers | undefined;
  #state: ShopState = emptyShop;

  constructor(stage: RealStage, story: RealStory, seed: number) {
    [this.#stage, this.#story] = [stage, story];
    this.#own = strikes[seed % strikes.length] ?? 'worker killed';
  }

  /** Answers what was wrong. */
  async play(): Promise<string[]> {
    const { random } = this.#story;
    await calm(this.#stage);
    await this.#stage.bank.control({ funds: 0 });
    await this.#look();
    this.#stage.books.turn();
    this.#shoppers = new Shoppers(this.#story, await castOf(this.#story), this.#stage.books);
    await this.#prepare();
    const rounds = random.between(5, 8);
    const [first, second] = random.shuffled([...Array(rounds).keys()]);
    for (let round = 0; round < rounds; round++) {
      if (random.chance(share.misbehaves)) await this.#misbehave();
      this.#launch(random.between(2, 5));
      if (round === first) await this.#strike(this.#own);
      else if (round === second) await this.#strike(random.pick(strikes.slice(0, 5)));
      else await sleep(random.between(100, 700));
      await this.#look();
    }
    await calm(this.#stage);
    await this.#settle();
    return [...this.#wrong];
  }

  /** Some orders are placed and paid, and somebody wants the income: what strikes later finds a withdrawal under way. */
  async #prepare(): Promise<void> {
    const phases: [pattern: RegExp, times: number][] = [
      [/^orders/, 4],
      [/^goes on/, 6],
      [/^goes on/, 6],
      [/^wants/, 3],
    ];
    for (const [pattern, times] of phases) {
      for (let i = 0; i < times; i++) await this.#crowded(this.#chosen(pattern));
      await Promise.all(this.#underWay);
      await sleep(1000); // notifications arrive
      await this.#look();
    }
  }

  /** One act of a kind, if somebody could do it now. */
  #chosen(pattern: RegExp, state = this.#state): Act | undefined {
    const fitting = this.#shoppers?.acts(state).filter(({ name }) => pattern.test(name)) ?? [];
    return fitting.length > 0 ? this.#story.random.pick(fitting) : undefined;
  }

  #launch(count: number): void {
    const all = this.#shoppers?.acts(this.#state) ?? [];
    for (const act of this.#story.random.shuffled(all).slice(0, count)) this.#begin(act);
  }

  #begin(act: Act): void {
    const { note } = this.#story;
    this.acts++;
    note(act.name);
    const run = act.run().catch((error: unknown) => note(`${act.name}: ${String(error)}`));
    this.#underWay.add(run);
    void run.finally(() => this.#underWay.delete(run));
  }

  async #crowded(act: Act | undefined): Promise<void> {
    while (this.#underWay.size >= mostAtOnce) await Promise.race(this.#underWay);
    if (act) this.#begin(act);
  }

  #misbehave = (): Promise<void> => misbehave(this.#stage, this.#story).catch(() => undefined); // a provider that is dead does nothing

  async #strike(strike: Strike): Promise<void> {
    const { random, note, count: inject } = this.#story;
    const isAimed = strike === 'worker killed between transfer and record';
    const approval = await this.#approval();
    if (isAimed && !(await this.#transferred(approval))) return note('no transfer to strike after');
    if (!isAimed) {
      if (approval) this.#begin(approval);
      await sleep(random.between(0, 500));
    }
    inject(strike);
    if (this.#state.takeouts.some(isUnderWay)) inject('(with a withdrawal under way)');
    const struck = kill(this.#stage, isAimed ? 'worker killed' : strike);
    this.#launch(random.between(1, 3));
    await struck;
    await this.#stage.platform.ready();
    note('runs again');
  }

  /** A withdrawal that can be approved; where there is none, somebody asks for one first. */
  async #approval(): Promise<Act | undefined> {
    for (let tries = 0; tries < 12; tries++) {
      const act = this.#chosen(/^decides withdrawal \d+: WAITING/);
      if (act) return act;
      if (tries % 4 === 3) {
        await this.#chosen(/^wants/)?.run();
        await this.#look();
      }
    }
    return undefined;
  }

  /** Waits until money has left that nobody has heard of, because the answer is slow. */
  async #transferred(approval: Act | undefined): Promise<boolean> {
    const { bank, platform } = this.#stage;
    if (!approval) return false;
    const transfers = (): number => Object.keys(bank.books().transfers).length;
    const before = transfers();
    await calm(this.#stage);
    await bank.control({ faults: [{ method: transferMethod, kind: 'slow', ms: 7000 }] });
    this.#begin(approval);
    return platform.until('a transfer', 15_000, () => transfers() > before || undefined).catch(() => false);
  }

  /** The shop and the provider's books at one moment: nothing moved there while the shop was read. */
  async #look(): Promise<void> {
    const { bank, books, platform } = this.#stage;
    this.#state = await platform.until('a quiet moment', lookMs, async () => {
      const before = bank.ledger();
      const state = await readShop(this.#story);
      if (bank.ledger() !== before) return undefined;
      books.read(before);
      return state;
    });
    for (const one of shopFaults(this.#state, books)) this.#wrong.add(one);
  }

  /** People decide what is open; then nothing may be wrong any more. */
  async #settle(): Promise<void> {
    const { note } = this.#story;
    let wrong: string[] = [];
    for (const end = Date.now() + settleMs; Date.now() < end; await sleep(1000)) {
      await this.#look();
      const act = this.#openMatter(Date.now() < end - settleMs + retryMs);
      if (act) await this.#crowded(act);
      else if (this.#underWay.size === 0) {
        wrong = await finalFaults(this.#story, this.#state, this.#stage.books).catch((error: unknown) => [
          String(error),
        ]);
        if (wrong.length === 0) return note(`all is settled: ${figuresOf(this.#state)}`);
      }
    }
    for (const one of wrong) this.#wrong.add(one);
    if (wrong.length === 0) this.#wrong.add(`the story is not settled within ${settleMs / 1000} s`);
  }

  /** What somebody still has to decide; an approved withdrawal settles by itself. */
  #openMatter(isRetried: boolean): Act | undefined {
    const { orders, takeouts, refunds } = this.#state;
    const open = {
      ...this.#state,
      takeouts: takeouts.filter(({ status }) => status === 'REQUESTING'),
      refunds: refunds.filter(({ status }) => isRetried || status !== 'BLOCKED'),
    };
    const isOrderOpen = orders.some(({ status }) => status === 'UNFINISHED');
    return this.#chosen(isOrderOpen ? /^(cancels|goes on|decides)/ : /^decides/, open);
  }
}
