import { mkdtemp, readdir, readFile, rm, stat, writeFile, cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFilmAssets } from '#adapters/assets.ts';
import { createPictureReader } from '#adapters/media/pictures/reader.ts';
import { readFilmArguments } from '#domain/albums/film-arguments.ts';
import { longestFilm } from '#domain/albums/timeline.plan.ts';
import { levelsOf } from '#scripts/music/levels.ts';
import { notesOf, ScoreSchema } from '#scripts/music/score.ts';

const folder = join(import.meta.dirname, '../../assets');
const assets = await loadFilmAssets();
const megabyte = 1024 * 1024;

describe('templates', () => {
  test('are at least four, differ, and have their music', () => {
    expect(assets.templates.length).toBeGreaterThanOrEqual(4);
    expect(new Set(assets.templates.map(({ id }) => id)).size).toBe(assets.templates.length);
    for (const { music } of assets.templates) expect(assets.music).toHaveProperty(music);
  });

  test('use every transition between them, and both directions of writing', () => {
    const used = new Set(assets.templates.flatMap(({ transitions }) => transitions.map(({ type }) => type)));
    expect(used).toEqual(new Set(['cut', 'fade', 'wipe', 'slide', 'dip']));
    expect(new Set(assets.templates.map(({ poem }) => poem.layout))).toEqual(new Set(['columns', 'block', 'couplets']));
  });

  test('say where a wipe or a slide goes', () => {
    for (const { transitions } of assets.templates) {
      for (const { type, towards } of transitions) expect(towards !== undefined).toBe(['wipe', 'slide'].includes(type));
    }
  });
});

describe('music', () => {
  const pieces = Object.values(assets.music);

  test.each(pieces.map((piece) => [piece.id, piece] as const))(
    '%s loops in whole bars and is as long as it says',
    async (_id, piece) => {
      const bar = (piece.beatsPerBar * 60_000) / piece.bpm;
      const bars = (piece.loop.endMs - piece.loop.startMs) / bar;
      expect(Math.abs(bars - Math.round(bars))).toBeLessThan(1e-5);
      expect(piece.loop.endMs - piece.loop.startMs).toBeGreaterThan(60_000);
      expect(piece.durationMs).toBeGreaterThanOrEqual(piece.loop.endMs);
      expect(piece.durationMs).toBeLessThan(longestFilm * 1000);
      expect((await stat(join(folder, 'music', piece.file))).size).toBeLessThan(1.2 * megabyte);
    },
  );

  test.each(pieces.map((piece) => [piece.id, piece] as const))('%s is rendered from its score', async (id, piece) => {
    const score = ScoreSchema.parse(JSON.parse(await readFile(join(folder, 'music/src', `${id}.json`), 'utf8')));
    const { notes, bars } = notesOf(score);
    expect(score).toMatchObject({ bpm: piece.bpm, beatsPerBar: piece.beatsPerBar, title: piece.title });
    expect((bars * piece.beatsPerBar * 60_000) / piece.bpm - (piece.loop.endMs - piece.loop.startMs)).toBeCloseTo(0, 2);
    for (const { pitch, velocity, start, beats } of notes) {
      expect(pitch).toBeGreaterThanOrEqual(21);
      expect(pitch).toBeLessThanOrEqual(108);
      expect(velocity).toBeGreaterThan(0);
      expect(start + beats).toBeLessThanOrEqual(bars * piece.beatsPerBar + 4);
    }
  });
});

test.each(Object.values(assets.music).map((piece) => [piece.id, piece] as const))(
  'the levels of %s are those of its file',
  (_id, { file, levels }) => {
    const seen = levelsOf(join(folder, 'music', file));
    for (const kind of ['lufs', 'peakDb'] as const) {
      expect(levels[kind]).toHaveLength(seen[kind].length);
      const off = levels[kind].map((value, i) => Math.abs(value - (seen[kind][i] ?? 0)));
      expect(Math.max(...off)).toBeLessThan(0.5); // decoders round differently
    }
  },
);

describe('poems', () => {
  test('are several thousand, each of four even lines, famous ones among them', () => {
    expect(assets.poems.length).toBeGreaterThan(5000);
    expect(assets.poems.filter(({ isFamous }) => isFamous).length).toBeGreaterThan(150);
    const broken = assets.poems.filter(
      ({ lines }) => !lines.every((line) => /^(?:\p{Script=Han}{5}|\p{Script=Han}{7})$/u.test(line)),
    );
    expect(broken).toEqual([]);
    expect(assets.poems).toContainEqual(expect.objectContaining({ author: '王维', title: '鹿柴', isFamous: true }));
  });

  test('are in simplified characters', () => {
    const traditional = /[東風來時見長開門無為馬鳥雲車國聽歸還對與]/u;
    expect(assets.poems.filter(({ title, lines }) => traditional.test(title + lines.join('')))).toEqual([]);
  });

  test('fit into a small file', async () => {
    expect((await stat(join(folder, 'poems/quatrains.json.br'))).size).toBeLessThan(1.5 * megabyte);
  });
});

describe('labels', () => {
  test('cover the thousand classes (two names stand for two classes each)', async () => {
    const labels = JSON.parse(await readFile(join(folder, 'labels/imagenet-zh.json'), 'utf8')) as object;
    expect(Object.keys(labels)).toHaveLength(998);
  });

  test.each([
    'tench',
    'Chihuahua',
    'space bar',
    'schipperke',
    'seashore',
    'sandbar',
    'lakeside',
    'lesser panda',
    "jack-o'-lantern",
    'toilet tissue',
  ])('have a Chinese name for %s', (label) => {
    expect(assets.labels[label]?.[0]).toMatch(/\p{Script=Han}/u);
  });

  test('speak in words that poems have', () => {
    const text = assets.poems.map(({ lines }) => lines.join('')).join('\n');
    const words = [...new Set(Object.values(assets.labels).flatMap(([, ...verse]) => verse))];
    const missing = words.filter((word) => !text.includes(word));
    expect(missing.length).toBeLessThan(words.length * 0.03);
  });
});

describe('sample photographs', () => {
  test('are twelve of both orientations, small, with a film of their own', async () => {
    const names = (await readdir(join(folder, 'samples'))).filter((name) => name.endsWith('.jpg')).toSorted();
    const reader = createPictureReader();
    const facts = [];
    let size = 0;
    for (const name of names) {
      const file = join(folder, 'samples', name);
      await reader.inspect(file);
      facts.push(await reader.analyse(file));
      size += (await stat(file)).size;
    }
    expect(names).toHaveLength(12);
    expect(size).toBeLessThan(8 * megabyte);
    expect(facts.filter(({ orientation }) => orientation === 'portrait').length).toBeGreaterThanOrEqual(3);
    expect(facts.filter(({ takenAt, place }) => takenAt !== undefined && place !== undefined)).toHaveLength(3);
    const info = await readFile(join(folder, 'samples/info.json'), 'utf8');
    const { title, pictures } = readFilmArguments(
      info,
      names.map((name) => ({ key: `movies/1/${name}`, name })),
    );
    expect(title).not.toBe('');
    expect(pictures.map(({ name }) => name)).toEqual(names);
    expect(pictures.every(({ labels }) => labels.length === 3)).toBe(true);
    const notice = await readFile(join(folder, '../NOTICE'), 'utf8');
    for (const name of names) expect(notice).toContain(name);
  });
});

describe('loadFilmAssets', () => {
  test('refuses assets that are not what they should be, and names the file', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'assets-'));
    try {
      for (const part of ['templates', 'designs', 'poems', 'labels'])
        await cp(join(folder, part), join(copy, part), { recursive: true });
      await cp(join(folder, 'music'), join(copy, 'music'), {
        recursive: true,
        filter: (path) => !path.endsWith('.m4a'),
      });
      await expect(loadFilmAssets(copy)).resolves.toHaveProperty('poems');
      const path = join(copy, 'templates/dusk.json');
      const dusk = JSON.parse(await readFile(path, 'utf8')) as object;
      await writeFile(path, JSON.stringify({ ...dusk, moves: [] }));
      await expect(loadFilmAssets(copy)).rejects.toThrow(/dusk\.json[^]*moves/);
      await writeFile(path, JSON.stringify({ ...dusk, music: 'silence' }));
      await expect(loadFilmAssets(copy)).rejects.toThrow('template dusk has no music silence');
      await cp(join(folder, 'templates'), join(copy, 'templates'), { recursive: true });
      await writeFile(join(copy, 'designs/night.json'), JSON.stringify({ id: 'night', margin: 1 }));
      await expect(loadFilmAssets(copy)).rejects.toThrow(/night\.json[^]*margin/);
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  });
});
