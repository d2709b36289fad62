import type { SoundFacts } from '#domain/dubbing/media.plan.ts';
import type { VoiceFormat } from '#domain/ports/sound-studio.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { containerOf, untrusted } from '../ffmpeg/containers.ts';
import { FfmpegRefusal, FfmpegTooSlow } from '../ffmpeg/run.ts';
import { listenTo } from './listen.ts';

const formats: Readonly<Record<string, VoiceFormat>> = {
  'audio/mpeg': 'mp3',
  'audio/aac': 'aac',
  'audio/mp4': 'm4a',
  'audio/x-m4a': 'm4a',
  'video/mp4': 'm4a', // what some phones call their recordings
  'video/3gpp': 'm4a',
  'audio/wav': 'wav',
  'audio/amr': 'amr',
  'audio/ogg': 'ogg',
  'video/webm': 'webm',
};
const longestVoiceMs = 10 * 60_000;
const limitMs = 60_000; // for the decoding of one recording
const graceMs = 200; // what encoders add to a recording's end

const refusal = (reason: string): DomainError => new DomainError('invalid', 'bad_voice', reason);

/** Form by content, and what is heard, after decoding a recording whole, once. Refuses `bad_voice`. */
export async function inspectVoice(
  file: string,
  { signal, longestMs = longestVoiceMs }: { signal: AbortSignal; longestMs?: number },
): Promise<SoundFacts & { format: VoiceFormat }> {
  const container = await containerOf(file, signal);
  const format = formats[container?.mime ?? ''];
  if (container === undefined || format === undefined)
    throw refusal('只支持 mp3、aac、m4a、wav、amr、ogg 和 webm 录音');
  try {
    const most = (longestMs + 2 * graceMs) / 1000;
    const facts = await listenTo(untrusted(file, container.demuxer, '-t', String(most)), signal, limitMs);
    if (facts.durationMs > longestMs + graceMs) throw refusal(`录音不能长于 ${Math.floor(longestMs / 1000)} 秒`);
    return { format, ...facts };
  } catch (error) {
    if (error instanceof FfmpegTooSlow) throw refusal('录音解码超时');
    if (error instanceof FfmpegRefusal) throw refusal('录音已损坏或无法解码');
    throw error;
  }
}
