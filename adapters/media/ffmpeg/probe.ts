import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { words } from './options.ts';
import { FfmpegRefusal, FfmpegTooSlow, isMachineAtFault, type MediaFile } from './run.ts';

const run = promisify(execFile);
const limitMs = 20_000;
const mostBytes = 1 << 20;

const ratio = z.string().transform((text) => {
  const [above = 0, below = 1] = text.split('/').map(Number);
  return below === 0 ? 0 : above / below;
});
const StreamSchema = z.looseObject({
  codec_type: z.string().default(''),
  codec_name: z.string().default(''),
  channels: z.int().default(0),
  width: z.int().default(0),
  height: z.int().default(0),
  pix_fmt: z.string().default(''),
  sample_aspect_ratio: z.string().default('1:1'),
  r_frame_rate: ratio.default(0),
  avg_frame_rate: ratio.default(0),
  duration: z.coerce.number().optional(), // s
  disposition: z.looseObject({ attached_pic: z.int().default(0) }).default({ attached_pic: 0 }),
  side_data_list: z.array(z.looseObject({ rotation: z.number().default(0) })).default([]),
});
const ProbeSchema = z.looseObject({
  streams: z.array(StreamSchema).default([]),
  format: z.looseObject({ duration: z.coerce.number().optional() }).default({}),
});
export type Probe = z.infer<typeof ProbeSchema>;

/** What ffprobe says of a file. FfmpegRefusal: it cannot make anything of it. */
export async function probe(ffprobe: string, { file, options }: MediaFile, signal: AbortSignal): Promise<Probe> {
  const asked = words('-v error -protocol_whitelist file -show_streams -show_format -of json');
  try {
    const limits = { signal, timeout: limitMs, killSignal: 'SIGKILL', maxBuffer: mostBytes } as const;
    const { stdout } = await run(ffprobe, [...asked, ...options, '-i', file], limits);
    return ProbeSchema.parse(JSON.parse(stdout));
  } catch (error) {
    signal.throwIfAborted();
    const { killed, code, stderr = '' } = error as { killed?: boolean; code?: unknown; stderr?: string };
    if (killed === true) throw new FfmpegTooSlow('ffprobe took too long', { cause: error });
    if (typeof code === 'number' && !isMachineAtFault(stderr))
      throw new FfmpegRefusal('ffprobe failed', { cause: error });
    throw error;
  }
}
