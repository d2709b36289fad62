import { targetLoudness } from '#domain/dubbing/dubbing.plan.ts';
import type { SoundStudio } from '#domain/ports/sound-studio.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { containerOf, untrusted } from '../ffmpeg/containers.ts';
import { nothingPrivate, words } from '../ffmpeg/options.ts';
import { FfmpegRefusal, runFfmpeg } from '../ffmpeg/run.ts';
import { levelling } from '../sound/level.ts';
import { listenTo } from '../sound/listen.ts';
import { stereo } from './voices.ts';

const longestSeconds = 15 * 60;
const encoded = words('-c:a libmp3lame -b:a 160k -id3v2_version 0 -f mp3');

const refusal = (reason: string): DomainError => new DomainError('invalid', 'bad_music', reason);

/** Takes in a piece of music at the level that mixes reckon with. The facts are those of the MP3. */
export const ingestMusic: SoundStudio['ingestMusic'] = async ({ source, out }, { signal, onProgress }) => {
  const container = await containerOf(source, signal);
  if (container === undefined) throw refusal('不支持的音乐格式');
  const input = untrusted(source, container.demuxer, ...words(`-vn -t ${longestSeconds}`));
  try {
    const { lufs, peakDb } = await listenTo(input, signal);
    onProgress?.(0.3);
    const level = levelling({ lufs: lufs ?? -Infinity, peakDb: peakDb ?? -Infinity }, targetLoudness);
    const filters = ['-map', '0:a:0', '-af', [stereo, ...level].join(',')];
    await runFfmpeg({
      inputs: [input],
      outputs: [{ file: out, options: [...filters, ...encoded, ...nothingPrivate] }],
      signal,
    });
    onProgress?.(0.8);
    return await listenTo({ file: out, options: words('-f mp3') }, signal);
  } catch (error) {
    throw error instanceof FfmpegRefusal ? refusal('音乐已损坏或无法解码') : error;
  }
};
