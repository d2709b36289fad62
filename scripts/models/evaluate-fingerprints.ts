/**
 * Re-encodes, cuts and bends songs and prints how many are recognised, and how alike different songs are:
 * `node scripts/models/evaluate-fingerprints.ts [SONGS]`. Needs ffmpeg, and Debian's fluidsynth and fluid-soundfont-gm.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alikeFrom, leastShared } from '#domain/songs/find-similar.ts';
import { wordsIn, type Fingerprint } from '#domain/songs/fingerprint.ts';
import { keysOf, similarity } from '#domain/songs/fingerprint.plan.ts';
import { midiOf } from '../music/midi.ts';
import { notesOf } from '../music/score.ts';
import { changes, type Change } from './fingerprints/changes.ts';
import { scoreOf } from './fingerprints/scores.ts';

const made = Number(process.argv[2] ?? 12);
const soundFont = '/usr/share/sounds/sf2/FluidR3_GM.sf2';
const work = mkdtempSync(join(tmpdir(), 'fingerprints-'));
const ffmpeg = (...args: string[]): Buffer =>
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args], { maxBuffer: 1 << 24 });
const printOf = (file: string, filter = 'anull'): Fingerprint =>
  wordsIn(ffmpeg('-i', file, '-af', filter, '-f', 'chromaprint', '-fp_format', 'raw', '-algorithm', '1', '-'));

/** A made song as a WAV of 45 s at most. */
function render(seed: number): string {
  const score = scoreOf(seed);
  const [midi, wav, cut] = ['mid', 'long.wav', 'wav'].map((ending) => join(work, `${seed}.${ending}`)) as [
    string,
    string,
    string,
  ];
  writeFileSync(midi, midiOf(score, notesOf(score).notes));
  execFileSync('fluidsynth', ['-ni', '-C', '0', '-g', '0.5', '-r', '44100', '-F', wav, soundFont, midi], {
    stdio: 'pipe',
  });
  ffmpeg('-i', wav, '-t', '45', cut);
  rmSync(wav);
  return cut;
}

/** One of the project's own pieces, cut like the made ones. */
function ownPiece(id: string): string {
  const cut = join(work, `${id}.wav`);
  ffmpeg('-i', join(import.meta.dirname, `../../assets/music/${id}.m4a`), '-t', '45', '-ar', '44100', cut);
  return cut;
}

function changedPrint(file: string, { filter, codec }: Change): Fingerprint {
  if (codec === undefined) return printOf(file, filter);
  const out = join(work, `changed.${codec.at(-1)}`);
  ffmpeg('-i', file, '-af', filter ?? 'anull', ...codec.slice(0, -1), out);
  return printOf(out);
}

const sharedBy = (keys: ReadonlySet<number>, words: Fingerprint): number =>
  keysOf(words).filter((key) => keys.has(key)).length;
const shown = (value: number): string => value.toFixed(2);

try {
  const files = [
    ...['dusk', 'jiangnan', 'sunlit', 'wander'].map(ownPiece),
    ...Array.from({ length: made }, (_, i) => render(i + 1)),
  ];
  const songs = files.map((file) => {
    const words = printOf(file);
    return { file, words, keys: new Set(keysOf(words)) };
  });
  /** What the shop would answer: songs that share enough keys and are alike. */
  const found = (words: Fingerprint) =>
    songs.flatMap((song, i) => {
      if (sharedBy(song.keys, words) < leastShared) return [];
      const alike = similarity(song.words, words);
      return alike >= alikeFrom ? [i] : [];
    });
  let falseAlarms = 0;
  console.log(`${songs.length} songs of 45 s; alike from ${alikeFrom} with ${leastShared} shared keys\n`);
  console.log('| change | recognised | similarity, least | median | shared keys, least |');
  console.log('| --- | --- | --- | --- | --- |');
  const total = { hits: 0, tries: 0 };
  for (const change of changes) {
    const rows = songs.map(({ file, words, keys }, i) => {
      const print = changedPrint(file, change);
      const matches = found(print);
      falseAlarms += matches.filter((one) => one !== i).length;
      return { isHit: matches.includes(i), alike: similarity(words, print), shared: sharedBy(keys, print) };
    });
    const hits = rows.filter(({ isHit }) => isHit).length;
    const alike = rows.map((row) => row.alike).toSorted((a, b) => a - b);
    if (!change.isLimit) Object.assign(total, { hits: total.hits + hits, tries: total.tries + rows.length });
    const least = Math.min(...rows.map(({ shared }) => shared));
    const cells = [`${change.name}${change.isLimit ? ' (limit)' : ''}`, `${hits} of ${rows.length}`];
    console.log(`| ${[...cells, shown(alike[0] ?? 0), shown(alike[alike.length >> 1] ?? 0), least].join(' | ')} |`);
  }
  const pairs = songs.flatMap((a, i) =>
    songs.slice(i + 1).map((b) => ({ alike: similarity(a.words, b.words), shared: sharedBy(a.keys, b.words) })),
  );
  const most = (key: 'alike' | 'shared') => Math.max(...pairs.map((pair) => pair[key]));
  const tries = songs.length * changes.length * (songs.length - 1);
  console.log(
    `\nhit rate without the limits: ${total.hits} of ${total.tries} (${((100 * total.hits) / total.tries).toFixed(1)} %)`,
  );
  console.log(
    `different songs: ${pairs.length} pairs, similarity at most ${shown(most('alike'))}, at most ${most('shared')} shared keys`,
  );
  console.log(`false alarms: ${falseAlarms} of ${tries} comparisons of a changed song with another one`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
