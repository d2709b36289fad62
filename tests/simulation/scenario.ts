import type { Stage } from './platform.ts';
import type { Random } from './random.ts';
import type { Run } from './server.ts';
import type { Story } from './story.ts';
import type { Act } from './telling.ts';

/** What happens on the stage, told act by act. */
export interface Scene {
  /** What people might do next. */
  people(): Act[];
  /** What the world does by itself, until it has nothing left to do: messages on their way, a provider at work. */
  world(): Act[];
  /** What is wrong, after any step, and with the run that it was about if nothing is under way for it. */
  check(settled?: Run): Promise<string[]>;
  /** What happens a day after all else has come to its end. */
  last?: Act;
  /** What is wrong when nothing is left to happen. */
  atEnd(): Promise<string[]>;
}

export interface Scenario {
  name: string;
  /** How many things people do. */
  acts: readonly [from: number, to: number];
  /** Activities whose worker is lost before and after, one after the other, and by what acts of people it comes to them. */
  activities: Readonly<Record<string, RegExp>>;
  stage(now: () => number, random: Random, count: (fault: string) => void): Omit<Stage, 'clock'>;
  begin(story: Story): Promise<Scene>;
}
