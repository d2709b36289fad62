import { contentTypeOf } from '../content-type.ts';
import type { MediaFile } from './run.ts';
import { words } from './options.ts';

/** Demuxers that untrusted media may meet. Playlists, scripts of files and everything that opens a second file are not among them. */
type Demuxer = 'mp3' | 'aac' | 'mov' | 'wav' | 'flac' | 'amr' | 'ogg' | 'matroska';

const demuxers: Readonly<Record<string, Demuxer>> = {
  'audio/mpeg': 'mp3',
  'audio/aac': 'aac',
  'audio/mp4': 'mov',
  'audio/x-m4a': 'mov',
  'video/mp4': 'mov',
  'video/x-m4v': 'mov',
  'video/quicktime': 'mov',
  'video/3gpp': 'mov',
  'audio/wav': 'wav',
  'audio/flac': 'flac',
  'audio/amr': 'amr',
  'audio/ogg': 'ogg',
  'video/ogg': 'ogg',
  'video/webm': 'matroska',
  'video/matroska': 'matroska',
};

const decoders = [
  ...words('aac mp3 mp3float amrnb amrwb vorbis opus flac alac pcm_s16le pcm_s24le pcm_s32le pcm_u8 pcm_f32le'),
  ...words('pcm_s16be pcm_mulaw pcm_alaw h264 hevc vp8 vp9 mpeg4 mjpeg'),
];

/** Of pictures on the cover of a song. */
const coverDecoders = ['png', 'gif', 'bmp', 'webp'];
const mostCoverPixels = 50_000_000;

/** What the first bytes say a file is; undefined: nothing that we open. */
export async function containerOf(
  file: string,
  signal: AbortSignal,
): Promise<{ mime: string; demuxer: Demuxer } | undefined> {
  const mime = await contentTypeOf(file, signal);
  const demuxer = demuxers[mime];
  return demuxer && { mime, demuxer };
}

const ofContainer: Partial<Record<Demuxer, string[]>> = {
  mov: words('-enable_drefs 0 -use_absolute_path 0'), // no references to other files
};

/** Options under which ffmpeg and ffprobe open a file that somebody sent us: that demuxer, few decoders, little looking around. */
const guarded = (demuxer: Demuxer, codecs: readonly string[] = decoders): string[] => [
  ...words(`-f ${demuxer} -probesize 5000000 -analyzeduration 5000000 -max_streams 16`),
  '-codec_whitelist',
  codecs.join(','),
  ...(ofContainer[demuxer] ?? []),
];

/** A file that somebody sent us, as an input of ffmpeg. */
export const untrusted = (file: string, demuxer: Demuxer, ...more: readonly string[]): MediaFile => ({
  file,
  options: [...guarded(demuxer), ...more],
});

/** The same for ffprobe, which gives up where it may not look at a cover. */
export const untrustedCovered = (file: string, demuxer: Demuxer): MediaFile => ({
  file,
  options: [...guarded(demuxer, [...decoders, ...coverDecoders]), '-max_pixels', String(mostCoverPixels)],
});
