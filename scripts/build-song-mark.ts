/**
 * Makes assets/marks/song.m4a, the mark that is heard over songs that nobody licensed: `node scripts/build-song-mark.ts`.
 * Two notes like a bell, then "V Fine, sample" spoken by Flite (voice slt), which Debian's ffmpeg contains.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const out = join(import.meta.dirname, '..', 'assets', 'marks', 'song.m4a');
const loudness = -16; // LUFS
const ceiling = 0.8;
const rate = 44_100;
const bell = (hz: number, at: number): string =>
  `gte(t,${at})*exp(-4*(t-${at}))*(sin(2*PI*${hz}*t)+0.4*sin(2*PI*${2.76 * hz}*t)+0.2*sin(2*PI*${5.4 * hz}*t))`;

const ffmpeg = (...args: string[]): void =>
  void execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args], { stdio: 'inherit' });

function loudnessOf(wav: string): number {
  const meter = ['-nostdin', '-i', wav, '-af', 'ebur128', '-f', 'null', '-'];
  const report = spawnSync('ffmpeg', meter, { encoding: 'utf8' }).stderr;
  return Number(/I:\s+(-?[\d.]+)/.exec(report.slice(report.lastIndexOf('Summary:')))?.[1]);
}

const work = mkdtempSync(join(tmpdir(), 'ensemble-mark-'));
try {
  const wav = join(work, 'mark.wav');
  const bells = ['-f', 'lavfi', '-i', `aevalsrc='0.25*(${bell(659.26, 0)}+${bell(880, 0.22)})':s=${rate}:d=1.2`];
  const voice = ['-f', 'lavfi', '-i', "flite=text='V Fine, sample.':voice=slt"];
  const graph = [
    `[1:a]aresample=${rate},volume=2,adelay=650:all=1[words]`,
    '[0:a][words]amix=inputs=2:normalize=0:duration=longest,afade=t=in:d=0.005[mark]',
  ].join(';');
  ffmpeg(...bells, ...voice, '-filter_complex', graph, '-map', '[mark]', '-ac', '1', '-ar', String(rate), wav);
  const level = `volume=${(loudness - loudnessOf(wav)).toFixed(2)}dB,alimiter=limit=${ceiling}:level=disabled`;
  mkdirSync(dirname(out), { recursive: true });
  const coded = ['-c:a', 'aac', '-b:a', '96k', '-map_metadata', '-1', '-fflags', '+bitexact', '-flags', '+bitexact'];
  ffmpeg('-i', wav, '-af', level, ...coded, '-movflags', '+faststart', out);
} finally {
  rmSync(work, { recursive: true, force: true });
}
