import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { openKernel } from '../kernel/kernel.ts';
import type { MediaFile } from '../ffmpeg/run.ts';
import { createEar } from '../sound/ear.ts';
import type { Level } from '../sound/level.ts';
import { ducking, fading, together } from './activity.ts';
import type { Stems } from './stems.ts';
import { rate, rawSound, type PreparedVoice } from './voices.ts';

/** One sound of the mix, raw on the disk, and what is done to it. */
interface Part {
  file: string;
  start: number; // frame of the mix
  gainAt: (seconds: number) => number;
}

const dialogueDuckDb = 18;
const music = { levelDb: -9, duckDb: 10, fadeIn: 0.5, fadeOut: 2.5 }; // pieces come at −16 LUFS; fades in s
const dialogueAlone = -2; // dB under what voices are brought to
const framesPerChunk = rate;
const smooth = 480; // frames over which a gain is a straight line
const bytesPerFrame = 8;

const ofDb = (db: number): number => 10 ** (db / 20);

function partsOf(stems: Stems, voices: readonly PreparedVoice[], durationMs: number): Part[] {
  const spans = together(voices.map((voice) => voice.spans));
  const parts = voices.map(({ file, startMs, gainDb }): Part => {
    const gain = ofDb(gainDb);
    return { file, start: Math.round((startMs * rate) / 1000), gainAt: () => gain };
  });
  if (stems.dialogue !== null) {
    const duck = ducking(spans, dialogueDuckDb);
    parts.push({ file: stems.dialogue, start: 0, gainAt: (at) => ofDb(dialogueAlone) * duck(at) });
  }
  if (stems.music !== null) {
    const [duck, fade] = [ducking(spans, music.duckDb), fading(durationMs / 1000, music)];
    parts.push({ file: stems.music, start: 0, gainAt: (at) => ofDb(music.levelDb) * duck(at) * fade(at) });
  }
  return parts;
}

/** The kernel with room for a piece of the mix and of one part. */
function openDesk() {
  const kernel = openKernel(2 * framesPerChunk * bytesPerFrame);
  const partAt = framesPerChunk * bytesPerFrame;
  const bytes = new Uint8Array(kernel.memory.buffer);
  return {
    mix: bytes.subarray(0, partAt),
    part: bytes.subarray(partAt, 2 * partAt),
    /** Adds so many frames of the part, of which the first is that frame of the whole mix, behind so many frames of the piece. */
    add(gainAt: Part['gainAt'], frames: number, skipped: number, first: number): void {
      let gain = gainAt(first / rate);
      for (let i = 0; i < frames; i += smooth) {
        const count = Math.min(smooth, frames - i);
        const next = gainAt((first + i + count) / rate);
        kernel.add((skipped + i) * bytesPerFrame, partAt + i * bytesPerFrame, count, gain, next);
        gain = next;
      }
    },
  };
}

/** Adds what is heard of a part between two frames of the mix. */
async function addPart(
  desk: ReturnType<typeof openDesk>,
  { start, gainAt, handle }: Part & { handle: FileHandle },
  from: number,
  to: number,
): Promise<void> {
  const first = Math.max(from, start);
  if (first >= to) return;
  const wanted = (to - first) * bytesPerFrame;
  const { bytesRead } = await handle.read(desk.part, 0, wanted, (first - start) * bytesPerFrame);
  desk.add(gainAt, Math.floor(bytesRead / bytesPerFrame), first - from, first);
}

/** Voices, dialogue and music as one stereo sound, exactly as long as the clip; written without a header and measured as it passes. */
export async function mixDown(
  { stems, voices, durationMs }: { stems: Stems; voices: readonly PreparedVoice[]; durationMs: number },
  dir: string,
  signal: AbortSignal,
): Promise<{ mix: MediaFile; level: Level }> {
  const file = join(dir, 'mix.f32');
  const frames = Math.round((durationMs * rate) / 1000);
  const [desk, ear] = [openDesk(), createEar(rate)];
  await using opened = new AsyncDisposableStack();
  const parts: (Part & { handle: FileHandle })[] = [];
  for (const part of partsOf(stems, voices, durationMs))
    parts.push({ ...part, handle: opened.use(await open(part.file)) });
  const out = opened.use(await open(file, 'w'));
  for (let from = 0; from < frames; from += framesPerChunk) {
    signal.throwIfAborted();
    const to = Math.min(frames, from + framesPerChunk);
    const piece = desk.mix.fill(0).subarray(0, (to - from) * bytesPerFrame);
    for (const part of parts) await addPart(desk, part, from, to);
    ear.hear(piece);
    await out.write(piece);
  }
  const { lufs, peakDb } = ear.facts();
  return { mix: { file, options: rawSound }, level: { lufs, peakDb: peakDb ?? -Infinity } };
}
