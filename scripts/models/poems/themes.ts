import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Themes = z.object({ experience: z.array(z.array(z.string())), history: z.array(z.array(z.string())) });
const themes = Themes.parse(JSON.parse(readFileSync(new URL('themes.json', import.meta.url), 'utf8')));
const names = { experience: ['戎马生涯', '乡村生活'], history: ['盛世', '乱世'] } as const;

interface Judged {
  lines: string[];
  experience: number;
  history: number;
}

/** How many poems asked for each class have a word of each list, so that one sees whether the switches shift the words. */
export function themeShares(poems: readonly Judged[]): string[] {
  return (['experience', 'history'] as const).flatMap((switched) =>
    [...new Set(poems.map((poem) => poem[switched]))]
      .toSorted((a, b) => a - b)
      .map((asked) => {
        const own = poems.filter((poem) => poem[switched] === asked);
        const shares = themes[switched].map((words, i) => {
          const hits = own.filter(({ lines }) => words.some((word) => lines.some((line) => line.includes(word))));
          return `${names[switched][i]} ${((100 * hits.length) / own.length).toFixed(0)} %`;
        });
        return `${switched} ${asked} (${own.length} poems) has words of ${shares.join(', ')}`;
      }),
  );
}
