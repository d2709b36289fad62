import { dirname } from 'node:path';
import type { SongStudio } from '#domain/ports/song-studio.ts';
import { FfmpegRefusal, useFfmpeg } from './ffmpeg/run.ts';
import { hearSong } from './song/hearing.ts';
import { damaged } from './song/upload.ts';
import { makeVersions } from './song/versions.ts';

async function heard(...[input, way]: Parameters<typeof hearSong>): ReturnType<typeof hearSong> {
  try {
    return await hearSong(input, way);
  } catch (error) {
    throw error instanceof FfmpegRefusal ? damaged() : error;
  }
}

/** Takes in songs with ffmpeg; working files lie beside the results. */
export function createSongStudio({ ffmpegPath, ffprobePath }: { ffmpegPath: string; ffprobePath: string }): SongStudio {
  useFfmpeg(ffmpegPath);

  return {
    async ingestSong({ source, out, seed, essenceStartMs = 0 }, { signal, onProgress }) {
      const files = { ffprobe: ffprobePath, source, peaks: out.peaks, dir: dirname(out.peaks) };
      const { facts, samples } = await heard(files, { essenceStartMs, signal });
      onProgress?.(0.2);
      const { durationMs, loudnessLufs: lufs } = facts;
      await makeVersions({ samples, out }, { seed, lufs, startMs: essenceStartMs, durationMs, signal });
      onProgress?.(1);
      return facts;
    },
  };
}
