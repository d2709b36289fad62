import type { Told } from '../scheduler.ts';
import { RealDirector } from './director.ts';
import { openRealStage, type RealStage } from './stage.ts';
import { openRealStory } from './story.ts';

/**
 * Tells one story of the shop on real processes. The seed decides what is chosen, not when it happens: processes run at
 * their own pace, so that the same seed tells a similar story, never quite the same one.
 */
async function tellForReal(stage: RealStage, seed: number, say: (line: string) => void): Promise<Told> {
  const story = openRealStory(stage, seed, say);
  const director = new RealDirector(stage, story, seed);
  const violations = await director
    .play()
    .catch((error: unknown) => [`the story broke off: ${(error as Error).stack}`]);
  return { seed, trace: story.trace, injected: story.injected, violations, steps: director.acts };
}

/** Stories on one platform, one after the other; whoever ends this process ends the platform first. */
export async function* realStories(from: number, seeds: number, say: (line: string) => void): AsyncGenerator<Told> {
  const stage = await openRealStage();
  const stop = (): void => void stage.close().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    for (let seed = from; seed < from + seeds; seed++) yield await tellForReal(stage, seed, say);
  } finally {
    await stage.close();
  }
}
