import { weatherWordOf } from '#domain/albums/keywords.plan.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';

type Seen = PictureFacts['weather'];
const facts = (seen: Seen[]) => seen.map((weather) => (weather === undefined ? {} : { weather }));

test.each([
  ['the only picture', ['snow'], '雪'],
  ['most pictures', ['sunny', 'cloudy', 'sunny'], '晴'],
  ['half of the pictures', ['sunny', 'rainy'], undefined],
  ['the few that were looked at', ['rainy', undefined, undefined], undefined],
  ['no picture', [], undefined],
] as [string, Seen[], string | undefined][])('the weather word of what %s shows', (_name, seen, word) => {
  expect(weatherWordOf(facts(seen))).toBe(word);
});
