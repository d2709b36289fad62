import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { audioOutput, nothingPrivate, words } from '../ffmpeg/options.ts';
import { runFfmpeg, type MediaFile } from '../ffmpeg/run.ts';
import { typefaces } from '../fonts.ts';
import { createEar } from '../sound/ear.ts';
import { levelling, type Level, type LevelGoal } from '../sound/level.ts';
import { inGraph, inTee, whole } from './paths.ts';
import { encoded, withinBounds } from './picture.ts';
import { rate, rawOutput } from './voices.ts';

export interface Product {
  silent: MediaFile;
  mix: MediaFile;
  subtitle: string | null; // an ASS script
  isBurnt: boolean;
  out: string;
}

const run = promisify(execFile);
const copied = words('-c:v copy');
const softTrack = words('-c:s mov_text -metadata:s:s:0 language=chi -disposition:s:0 default');

/** The picture beside the sound at the level wanted; and what is heard of the encoded sound, decoded again while it is written. */
export async function writeProduct(
  product: Product,
  level: Level,
  goal: LevelGoal,
  signal: AbortSignal,
): Promise<Level> {
  const echo = `${product.out}.adts`;
  await run('mkfifo', ['-m', '600', echo]);
  const fault = new AbortController();
  const stop = AbortSignal.any([signal, fault.signal]);
  const orStop = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      fault.abort(error);
      throw error;
    });
  try {
    const [heard, written] = await Promise.allSettled([
      orStop(listen(echo, stop)),
      orStop(encode(product, echo, levelling(level, goal), stop)),
    ]);
    if (written.status === 'rejected') throw written.reason;
    if (heard.status === 'rejected') throw heard.reason;
    return heard.value;
  } catch (error) {
    await rm(product.out, { force: true });
    throw error;
  } finally {
    await rm(echo, { force: true });
  }
}

/** Loudness and true peak of an ADTS stream. */
async function listen(file: string, signal: AbortSignal): Promise<Level> {
  const ear = createEar(rate, { isKeen: true });
  await runFfmpeg({
    inputs: [{ file, options: words('-f aac') }],
    outputs: [{ onBytes: ear.hear, options: rawOutput }],
    signal,
  });
  return { lufs: ear.facts().lufs, peakDb: ear.truePeakDb() };
}

function encode(
  { silent, mix, subtitle, isBurnt, out }: Product,
  echo: string,
  filters: string[],
  signal: AbortSignal,
) {
  const isSoft = subtitle !== null && !isBurnt;
  const burnt = subtitle !== null && isBurnt ? ['-vf', burning(subtitle)] : [];
  const files = `[f=mp4:${whole}:movflags=+faststart:flush_packets=0]${inTee(out)}|[f=adts:${whole}:select=a:flush_packets=0]${inTee(echo)}`;
  return runFfmpeg({
    inputs: [silent, mix, ...(isSoft ? [{ file: subtitle, options: words('-f ass') }] : [])],
    outputs: [
      {
        file: files,
        options: [
          ...words('-map 0:v:0 -map 1:a:0'),
          ...(isSoft ? ['-map', '2:s:0', ...softTrack] : []),
          ...burnt,
          ...(burnt.length > 0 ? encoded : copied),
          ...(filters.length > 0 ? ['-af', filters.join(',')] : []),
          ...audioOutput,
          ...words('-flags +global_header'),
          ...nothingPrivate,
          ...words('-f tee'),
        ],
      },
    ],
    signal,
  });
}

const burning = (script: string): string =>
  `${withinBounds},ass=filename=${inGraph(script)}:fontsdir=${inGraph(dirname(typefaces.sans.file))}`;
