import type { Recognised } from '#domain/albums/keywords.plan.ts';
import type { LineLength } from '#domain/poems/pattern.plan.ts';

/** 0 戎马生涯, 1 乡村生活, 2 其他; none: whatever comes. */
type Experience = 0 | 1 | 2;
/** 0 盛世, 1 乱世; none: whatever comes. */
type History = 0 | 1;

export interface PoemWish {
  /** What the poems shall speak of, as people say it, most important first. */
  keywords: readonly string[];
  /** What they shall speak of after the keywords. */
  pictures?: readonly Recognised[];
  length: LineLength;
  experience?: Experience | undefined;
  history?: History | undefined;
  /** Characters the poem shall do without. */
  avoid?: string;
  /** The same wish with the same seed gives the same poems. */
  seed: string;
  count: number;
}

export interface WrittenPoem {
  lines: string[];
  /** The tone pattern it keeps. */
  pattern: string;
}

export interface Writing {
  poems: WrittenPoem[];
  /** The words of verse that the keywords were taken for; the first one stands in every poem. Empty: verse knows none. */
  words: string[];
}

/** Writes regulated quatrains. Refuses `too_many` where too much is asked at once. */
export interface Poet {
  write(wish: PoemWish): Promise<Writing>;
}
