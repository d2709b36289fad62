import type { Random } from './random.ts';
import type { Scenario } from './scenario.ts';
import type { Act } from './telling.ts';

const kinds = ['worker lost before', 'worker lost after'] as const;
export type Loss = (typeof kinds)[number];

interface Wanted {
  type: string;
  fault: Loss;
  /** Names of acts that lead there. */
  path: RegExp;
}

const wantedOf = ({ activities }: Scenario): Wanted[] =>
  Object.entries(activities).flatMap(([type, path]) => kinds.map((fault) => ({ type, fault, path })));

/** As they are counted. */
export const lossName = (fault: string, type: string): string => `${fault}: ${type}`;

/** Every loss that the stories of a scenario must meet, if there are as many stories. */
export const lossesOf = (scenario: Scenario): string[] =>
  wantedOf(scenario).map(({ fault, type }) => lossName(fault, type));

const patience = 150; // acts beyond those of the story
const zeal = 0.7;

/** What one story must not miss: one loss of a worker at one activity, each story another. People act so that it comes to that. */
export class Pursuit {
  readonly #random: Random;
  #wanted: Wanted | undefined;
  #patience = patience;

  constructor(scenario: Scenario, seed: number, random: Random) {
    const all = wantedOf(scenario);
    [this.#wanted, this.#random] = [all[seed % all.length], random];
  }

  /** The loss, where it is the turn of this activity; once. */
  strike(type: string): Loss | undefined {
    if (this.#wanted?.type !== type) return undefined;
    const { fault } = this.#wanted;
    this.#wanted = undefined;
    return fault;
  }

  /** Of what people might do what they will: all the same as long as they have acts left, afterwards only what leads there. */
  narrow(acts: Act[], actsLeft: number): Act[] {
    const wanted = this.#wanted;
    if (!wanted || (actsLeft <= 0 && this.#patience-- <= 0)) return actsLeft > 0 ? acts : [];
    const leading = acts.filter(({ name }) => wanted.path.test(name));
    return actsLeft <= 0 || (leading.length > 0 && this.#random.chance(zeal)) ? leading : acts;
  }
}
