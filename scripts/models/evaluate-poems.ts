/**
 * Measures the poet on poems of its own and on held-out verse, beside n-gram models:
 * `node scripts/models/evaluate-poems.ts [POEMS]`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadLore } from '#adapters/poems/lore.ts';
import { loadPoemModel } from '#adapters/poems/model.ts';
import { regulationOf } from '#domain/poems/regulation.plan.ts';
import { writePoems } from '#domain/poems/write-poems.ts';
import type { PoemWish, WrittenPoem } from '#domain/ports/poet.ts';
import { themeShares } from './poems/themes.ts';
import { corpusFile } from './poems/workshop.ts';
import { runPython } from './python.ts';
import { heldOutLikelihood } from './poems/likelihood.ts';

const [asked = '1000'] = process.argv.slice(2);
const corpus = corpusFile();
const folder = join(import.meta.dirname, '..', '..', 'assets', 'poems');
const { stateSize, ...lore } = await loadLore(folder);
const poet = { ...lore, labels: {}, model: await loadPoemModel(join(folder, 'poet.onnx'), stateSize) };
const rows = readFileSync(corpus, 'utf8').trimEnd().split('\n');
const lines = new Set(rows.flatMap((row) => row.split('\t')[2]?.split('/') ?? []));

const keywords =
  '春风 明月 江南 梅花 大海 故乡 手机 桥 雪山 孩子 秋天的思念 夕阳 咖啡 猫 荷花 远行 书 登高 雨夜 湖光山色'.split(' ');
type Classes = [PoemWish['experience'], PoemWish['history']];
const classes: Classes[] = ([0, 1, 2, undefined] as const).flatMap((experience) =>
  ([0, 1, undefined] as const).map((history) => [experience, history] as Classes),
);

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
const said: (WrittenPoem & { words: string[]; ms: number; experience: number; history: number })[] = [];
const cpu = process.cpuUsage();
for (let i = 0; i < Number(asked); i += 1) {
  const [experience, history] = classes[Math.floor(i / keywords.length) % classes.length] ?? [];
  const begun = performance.now();
  const { poems, words } = await writePoems(
    {
      keywords: [keywords[i % keywords.length] ?? ''],
      length: i % 2 === Math.floor(i / keywords.length) % 2 ? 5 : 7,
      experience,
      history,
      seed: String(i),
      count: 1,
    },
    poet,
  );
  const ms = performance.now() - begun;
  said.push(...poems.map((poem) => ({ ...poem, words, ms, experience: experience ?? -1, history: history ?? -1 })));
}

const { user, system } = process.cpuUsage(cpu); // µs
const judged = said.map((poem) => ({ ...poem, ...regulationOf(poem.lines, lore.wording.readings) }));
const count = (holds: (poem: (typeof judged)[number]) => boolean): string =>
  percent(judged.filter(holds).length, judged.length);
const times = said.map(({ ms }) => ms).toSorted((a, b) => a - b);
console.log(`${said.length} poems`);
console.log(`form ${count(({ hasForm }) => hasForm)}, rhyme ${count(({ rhymes }) => rhymes)}`);
console.log(
  `tones ${percent(
    judged.reduce((sum, { tones }) => sum + tones, 0),
    judged.length,
  )} of the places`,
);
console.log(`no character twice ${count(({ isVaried }) => isVaried)}`);
console.log(
  `first word in the poem ${count(({ words, lines: own }) => own.some((line) => line.includes(words[0] ?? '')))}`,
);
console.log(`no line of the corpus ${count((poem) => !poem.lines.some((line) => lines.has(line)))}`);
console.log(`different poems ${new Set(said.map((poem) => poem.lines.join())).size}`);
const within = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(0);
const busy = ((user + system) / 1000 / said.length).toFixed(0);
console.log(`ms a poem: half within ${within(0.5)}, 95 % within ${within(0.95)}; ${busy} of processor time`);
for (const line of themeShares(said)) console.log(line);
console.log(`network: ${(await heldOutLikelihood(rows, poet)).toFixed(4)} nats a character`);
runPython('poems/ngram.py', [corpus, 'test']);
for (const { lines: own, words, experience, history } of said.filter((_, i) => i % Math.ceil(said.length / 24) === 0))
  console.log(`${experience} ${history} ${words.join('、')}：${own.join(' / ')}`);
