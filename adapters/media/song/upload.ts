import { stat } from 'node:fs/promises';
import { DomainError } from '#domain/shared/errors.ts';
import type { SongFormat } from '#domain/songs/song.plan.ts';
import { containerOf, untrusted, untrustedCovered } from '../ffmpeg/containers.ts';
import { probe, type Probe } from '../ffmpeg/probe.ts';
import type { MediaFile } from '../ffmpeg/run.ts';
import { claimedSeconds } from './claim.ts';

/** By what the first bytes say; some phones and shops write their M4A as plain MP4. */
const formats: Readonly<Record<string, SongFormat>> = {
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/x-m4a': 'm4a',
  'video/mp4': 'm4a',
  'audio/aac': 'aac',
  'audio/wav': 'wav',
  'audio/flac': 'flac',
  'audio/ogg': 'ogg',
};
const mostBytes = 300_000_000; // a quarter of an hour of 24 bits at 48 kHz
const longestMs = 15 * 60_000;
const shortestMs = 5000; // what a fingerprint needs
const graceMs = 1000; // what encoders add, and what headers round

const refusal = (reason: string): DomainError => new DomainError('invalid', 'bad_song', reason);
const tooLong = (): DomainError => refusal(`歌曲不能长于 ${longestMs / 60_000} 分钟`);
export const damaged = (): DomainError => refusal('歌曲已损坏或无法解码');

/** A song as ffmpeg may open it. */
interface OpenSong {
  input: MediaFile;
  format: SongFormat;
  isMono: boolean;
  claimedMs: number; // what it says of its length; 0: nothing
}

/** The one sound of a file without moving pictures. */
function soundOf({ streams }: Probe): Probe['streams'][number] {
  const [sound] = streams.filter((one) => one.codec_type === 'audio');
  const isFilm = streams.some((one) => one.codec_type === 'video' && one.disposition.attached_pic === 0);
  if (sound === undefined || isFilm) throw refusal('文件不是一首歌曲');
  if (sound.channels !== 1 && sound.channels !== 2) throw refusal('只支持单声道和立体声');
  return sound;
}

/** What an upload is, before any of it is decoded. Refuses `bad_song`; FfmpegRefusal: nothing that opens. */
export async function openSong(ffprobe: string, file: string, signal: AbortSignal): Promise<OpenSong> {
  const { size } = await stat(file);
  if (size > mostBytes) throw refusal(`歌曲文件不能大于 ${mostBytes / 1_000_000} MB`);
  const container = await containerOf(file, signal);
  const format = formats[container?.mime ?? ''];
  if (container === undefined || format === undefined) throw refusal('只支持 mp3、m4a、aac、wav、flac 和 ogg 歌曲');
  const { demuxer } = container;
  const sound = soundOf(await probe(ffprobe, untrustedCovered(file, demuxer), signal));
  const claimedMs = 1000 * (await claimedSeconds(file, format, sound.duration ?? 0));
  if (claimedMs > longestMs + graceMs) throw tooLong();
  return {
    input: untrusted(file, demuxer, '-vn', '-t', String((longestMs + 2 * graceMs) / 1000)),
    format,
    isMono: sound.channels === 1,
    claimedMs,
  };
}

/** Holds what was heard against the limits and against what the file says of itself. Refuses `bad_song`. */
export function checkLength(heardMs: number, { claimedMs }: Pick<OpenSong, 'claimedMs'>, essenceStartMs: number): void {
  if (heardMs > longestMs + graceMs) throw tooLong();
  if (heardMs < shortestMs) throw refusal(`歌曲不能短于 ${shortestMs / 1000} 秒`);
  if (heardMs < claimedMs - graceMs) throw refusal('歌曲文件不完整');
  if (essenceStartMs >= heardMs) throw refusal('精华片段的起点超出歌曲长度');
}
