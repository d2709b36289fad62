/**
 * Renders the scores of assets/music/src to assets/music: `node scripts/build-music.ts [ID …]`. Needs ffmpeg, and Debian's
 * fluidsynth and fluid-soundfont-gm. A piece is played through twice and cut two bars after its first end: by then the
 * sound of the end has died away, so the file may go back from there to the end of its second bar without a seam.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { levelsOf } from './music/levels.ts';
import { midiOf } from './music/midi.ts';
import { notesOf, ScoreSchema, type Score } from './music/score.ts';

const folder = join(import.meta.dirname, '..', 'assets', 'music');
const soundFont = '/usr/share/sounds/sf2/FluidR3_GM.sf2';
const loudness = -16; // LUFS
const ceiling = -1.5; // dBTP
const overlap = 2; // bars
const largest = 1.15e6; // bytes

const ffmpeg = (args: string[]): string =>
  execFileSync('ffmpeg', ['-hide_banner', '-nostdin', '-y', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

function measure(wav: string): { integrated: number; peak: number } {
  const log = execFileSync(
    'sh',
    ['-c', 'ffmpeg -hide_banner -nostdin -i "$1" -af ebur128=peak=true -f null - 2>&1', 'sh', wav],
    {
      encoding: 'utf8',
    },
  );
  const summary = log.slice(log.lastIndexOf('Summary:'));
  return {
    integrated: Number(/I:\s+(-?[\d.]+)/.exec(summary)?.[1]),
    peak: Number(/Peak:\s+(-?[\d.]+)/.exec(summary)?.[1]),
  };
}

function render(score: Score, work: string): { wav: string; seconds: number; bars: number } {
  const { notes, bars } = notesOf(score);
  const length = bars * score.beatsPerBar;
  const twice = [...notes, ...notes.map((note) => ({ ...note, start: note.start + length }))];
  const midi = join(work, `${score.id}.mid`);
  const wav = join(work, `${score.id}.wav`);
  writeFileSync(midi, midiOf(score, twice));
  const reverb = [
    'synth.reverb.room-size=0.7',
    'synth.reverb.damp=0.3',
    'synth.reverb.level=0.5',
    'synth.reverb.width=0.8',
  ];
  const options = ['synth.chorus.active=0', ...reverb].flatMap((option) => ['-o', option]);
  execFileSync('fluidsynth', ['-ni', '-g', '0.5', '-r', '44100', ...options, '-O', 's24', '-F', wav, soundFont, midi], {
    stdio: 'pipe',
  });
  return { wav, seconds: ((bars + overlap) * score.beatsPerBar * 60) / score.bpm, bars };
}

/** One constant gain to the loudness wanted; the limiter only takes single peaks. */
function encode(score: Score, wav: string, seconds: number, work: string): string {
  const cut = join(work, `${score.id}-cut.wav`);
  ffmpeg(['-i', wav, '-t', seconds.toFixed(6), '-c:a', 'pcm_s24le', cut]);
  const gain = loudness - measure(cut).integrated;
  const limit = 10 ** ((ceiling - 0.5) / 20);
  const filter = `volume=${gain.toFixed(2)}dB,alimiter=limit=${limit.toFixed(4)}:level=false:attack=2:release=60`;
  const rate = Math.min(128_000, Math.floor((largest * 8) / seconds / 1000) * 1000);
  const file = `${score.id}.m4a`;
  const sound = [
    '-ar',
    '48000',
    '-c:a',
    'aac',
    '-b:a',
    String(rate),
    '-map_metadata',
    '-1',
    '-fflags',
    '+bitexact',
    '-flags:a',
    '+bitexact',
  ];
  ffmpeg(['-i', cut, '-af', filter, ...sound, '-movflags', '+faststart', join(folder, file)]);
  return file;
}

const ms = (value: number): number => Number(value.toFixed(3));

function build(score: Score, work: string): void {
  const { wav, seconds, bars } = render(score, work);
  const file = encode(score, wav, seconds, work);
  const bar = (score.beatsPerBar * 60_000) / score.bpm;
  const piece = {
    id: score.id,
    title: score.title,
    licence: 'CC0-1.0',
    file,
    bpm: score.bpm,
    beatsPerBar: score.beatsPerBar,
    firstBeatMs: 0,
    loop: { startMs: ms(overlap * bar), endMs: ms((bars + overlap) * bar) },
    durationMs: ms((bars + overlap) * bar),
    levels: levelsOf(join(folder, file)),
  };
  writeFileSync(join(folder, `${score.id}.json`), `${JSON.stringify(piece, null, 2)}\n`);
  const { integrated, peak } = measure(join(folder, file));
  const size = statSync(join(folder, file)).size;
  console.log(
    `${score.id}: ${seconds.toFixed(1)} s, ${bars} bars, ${integrated} LUFS, peak ${peak} dBTP, ${size} bytes`,
  );
}

const wanted = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'music-'));
try {
  for (const name of readdirSync(join(folder, 'src')).filter((one) => one.endsWith('.json'))) {
    const score = ScoreSchema.parse(JSON.parse(readFileSync(join(folder, 'src', name), 'utf8')));
    if (wanted.length === 0 || wanted.includes(score.id)) build(score, work);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
