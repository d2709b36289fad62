import { rm } from 'node:fs/promises';
import ffmpeg from 'fluent-ffmpeg';

/** A file with the options before it. The demuxer of every input is named: ffmpeg never guesses from content. */
export interface MediaFile {
  file: string;
  options: readonly string[];
}

export interface Task {
  inputs: readonly MediaFile[];
  outputs: readonly MediaFile[];
  signal: AbortSignal;
  limitMs?: number;
  /** Say more than errors: what a measuring filter found out. */
  isReport?: boolean;
}

const reportedBytes = 2048;
const reportedLines = 200;
const defaultLimitMs = 15 * 60_000;
const localSocket = 'unix:';

/** Starts ffmpeg with an argument list, never a shell, and resolves with what it said. Aborting or the time limit kills it at once; unfinished results are removed. */
export async function runFfmpeg({ inputs, outputs, signal, ...more }: Task): Promise<string> {
  const { limitMs = defaultLimitMs, isReport = false } = more;
  signal.throwIfAborted();
  const stop = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  const command = ffmpeg({ stdoutLines: reportedLines });
  const global = ['-nostdin', '-hide_banner', '-nostats', '-loglevel', isReport ? 'info' : 'error'];
  inputs.forEach(({ file, options: own }, i) => {
    const protocols = file.startsWith(localSocket) ? 'unix' : 'file';
    command.input(file).inputOptions(...(i === 0 ? global : []), ...own, '-protocol_whitelist', protocols);
  });
  for (const { file, options } of outputs) command.output(file).outputOptions(...options); // not as a list: its members would be split at spaces
  try {
    return await new Promise<string>((resolve, reject) => {
      const kill = () => command.kill('SIGKILL');
      command.on('start', () => (stop.aborted ? kill() : stop.addEventListener('abort', kill, { once: true })));
      command.on('end', (_stdout: string | null, stderr: string | null) => resolve(stderr ?? ''));
      command.on('error', (error: Error, _stdout: string | null, stderr: string | null) =>
        reject(new Error(`ffmpeg failed: ${error.message}\n${(stderr ?? '').slice(-reportedBytes)}`)),
      );
      command.run();
    });
  } catch (error) {
    await Promise.all(outputs.map(({ file }) => rm(file, { force: true })));
    signal.throwIfAborted();
    if (stop.aborted) throw new Error(`ffmpeg took longer than ${limitMs / 1000} s`, { cause: error });
    throw error;
  }
}

/** Says which program to run; one for the whole process. */
export const useFfmpeg = (path: string): void => void ffmpeg().setFfmpegPath(path);
