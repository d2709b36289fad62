import { rm } from 'node:fs/promises';
import type { ClipFacts } from '#domain/dubbing/media.plan.ts';
import { targetLoudness } from '#domain/dubbing/dubbing.plan.ts';
import type { SoundStudio } from '#domain/ports/sound-studio.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { containerOf, untrusted } from '../ffmpeg/containers.ts';
import { audioOutput, nothingPrivate, words } from '../ffmpeg/options.ts';
import { probe, type Probe } from '../ffmpeg/probe.ts';
import { FfmpegRefusal, runFfmpeg, type MediaFile } from '../ffmpeg/run.ts';
import { levelling } from '../sound/level.ts';
import { listenTo } from '../sound/listen.ts';
import { inTee, whole } from './paths.ts';
import { encoded, withinBounds } from './picture.ts';
import { takeStill } from './still.ts';
import { rate, stereo } from './voices.ts';

const clipTypes = ['video/mp4', 'video/x-m4v', 'video/quicktime', 'video/3gpp', 'video/webm', 'video/matroska'];
const longestSeconds = 10 * 60;
const shortestSeconds = 0.5;
const largestSide = 3840; // px
const smallestSide = 16;
const mostFps = 60;
const posterAt = 0.3; // of the clip

const refusal = (reason: string): DomainError => new DomainError('invalid', 'bad_clip', reason);

/** What of a probed file matters, within limits. */
function pictureOf({ streams, format }: Probe) {
  const [video] = streams.filter((one) => one.codec_type === 'video' && one.disposition.attached_pic === 0);
  if (video === undefined) throw refusal('文件中没有画面');
  const seconds = video.duration ?? format.duration ?? 0;
  const { width, height } = video;
  if (seconds < shortestSeconds || seconds > longestSeconds) throw refusal('片段须在 0.5 秒到 10 分钟之间');
  if (Math.max(width, height) > largestSide || Math.min(width, height) < smallestSide)
    throw refusal(`画面须在 ${smallestSide} 到 ${largestSide} 像素之间`);
  const hasSound = streams.some((one) => one.codec_type === 'audio');
  return { video, seconds, hasSound, isReady: isReady(video) };
}

/** H.264 that every player shows as it is: nothing to encode anew. */
function isReady(video: Probe['streams'][number]): boolean {
  const { r_frame_rate: base, avg_frame_rate: average } = video;
  const isConstant = average > 0 && average <= mostFps && Math.abs(base / average - 1) < 0.001;
  const isUpright = video.side_data_list.every(({ rotation }) => rotation === 0);
  const isSquare = ['1:1', '0:1', ''].includes(video.sample_aspect_ratio);
  return video.codec_name === 'h264' && video.pix_fmt === 'yuv420p' && isConstant && isUpright && isSquare;
}

function encoding({ r_frame_rate: base, avg_frame_rate: average }: Probe['streams'][number]): string[] {
  const fps = Math.min(mostFps, Math.max(1, average || base || 25));
  const square = `scale=trunc(iw*sar/2)*2:trunc(ih/2)*2,setsar=1,fps=${fps.toFixed(3)}`;
  return ['-vf', `${square},${withinBounds}`, ...encoded];
}

/** One run: the picture copied or encoded once for both files, the sound levelled and exactly as long. */
async function normalise(
  source: MediaFile,
  picture: ReturnType<typeof pictureOf>,
  { original, silent }: { original: string; silent: string },
  signal: AbortSignal,
): Promise<void> {
  const { video, seconds, hasSound } = picture;
  const facts = hasSound ? await listenTo({ ...source, options: ['-vn', ...source.options] }, signal) : undefined;
  const level = { lufs: facts?.lufs ?? -Infinity, peakDb: facts?.peakDb ?? -Infinity };
  const length = [`apad=whole_dur=${seconds.toFixed(3)}`, `atrim=end=${seconds.toFixed(3)}`];
  const quiet = { file: `anullsrc=r=${rate}:cl=stereo`, options: words('-f lavfi') };
  await runFfmpeg({
    inputs: hasSound ? [source] : [source, quiet],
    outputs: [
      {
        file: `[f=mp4:${whole}:movflags=+faststart]${inTee(original)}|[f=mp4:${whole}:select=v:movflags=+faststart]${inTee(silent)}`,
        options: [
          ...words(`-map 0:V:0 -map ${hasSound ? 0 : 1}:a:0`),
          ...(picture.isReady ? words('-c:v copy') : encoding(video)),
          '-af',
          [stereo, ...levelling(level, targetLoudness), ...length].join(','),
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

async function factsOf(ffprobe: string, original: string, signal: AbortSignal): Promise<ClipFacts> {
  const { video, seconds } = pictureOf(await probe(ffprobe, { file: original, options: words('-f mov') }, signal));
  const sound = await listenTo({ file: original, options: words('-vn -f mov') }, signal);
  const { width, height, avg_frame_rate: fps } = video;
  return { ...sound, durationMs: Math.round(seconds * 1000), width, height, fps: Math.round(fps * 1000) / 1000 };
}

/** Takes in a clip that somebody handed over. The facts are those of the normalised one. */
export const createClipIngest =
  (ffprobe: string): SoundStudio['ingestClip'] =>
  async ({ source, original, silent, poster }, job) => {
    const { signal, onProgress } = job;
    const container = await containerOf(source, signal);
    if (container === undefined || !clipTypes.includes(container.mime))
      throw refusal('只支持 MP4、MOV、MKV 和 WebM 视频');
    try {
      const input = untrusted(source, container.demuxer, '-t', String(longestSeconds));
      const picture = pictureOf(await probe(ffprobe, untrusted(source, container.demuxer), signal));
      await normalise(input, picture, { original, silent }, signal);
      onProgress?.(0.8);
      const facts = await factsOf(ffprobe, original, signal);
      await takeStill({ clip: silent, atMs: facts.durationMs * posterAt, out: poster }, job);
      onProgress?.(1);
      return facts;
    } catch (error) {
      await Promise.all([original, silent, poster].map((file) => rm(file, { force: true })));
      throw error instanceof FfmpegRefusal ? refusal('视频已损坏或无法解码') : error;
    }
  };
