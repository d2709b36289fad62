import { rm } from 'node:fs/promises';
import ffmpeg, { type FfmpegCommand } from 'fluent-ffmpeg';
import { openPipe, type Pipe } from './pipe.ts';

/** A file with the options before it. The demuxer of every input is named: ffmpeg never guesses from content. */
export interface MediaFile {
  file: string;
  options: readonly string[];
}

/** An output that is not written to the disk but handed over as it comes; the bytes are good until the receiver returns. */
interface MediaStream {
  onBytes: (bytes: Buffer) => void;
  options: readonly string[];
}

interface Task {
  inputs: readonly MediaFile[];
  outputs: readonly (MediaFile | MediaStream)[];
  signal: AbortSignal;
  limitMs?: number;
}

/** ffmpeg looked at its inputs and gave up: the fault of untrusted media, not of the machine. */
export class FfmpegRefusal extends Error {}
/** It ran out of the time that it was given. */
export class FfmpegTooSlow extends FfmpegRefusal {}

const reportedBytes = 2048;
const reportedLines = 200;
const defaultLimitMs = 15 * 60_000;
const localSocket = 'unix:';

/**
 * What a machine runs short of, in words of the system that no media brings about. Of memory and of broken disks nothing
 * is said: damaged media asks for absurd room and ends in the middle, and who is really out of memory is killed.
 */
const shortages = [
  /(?:: |\()(?:No space left on device|Disk quota exceeded|Read-only file system)\)?$/m,
  /(?:: |\()(?:Too many open files(?: in system)?|Permission denied)\)?$/m,
  /: error while loading shared libraries: /,
];

/** Whether ffmpeg gave up for the machine's sake, by what it said. */
export const isMachineAtFault = (said: string): boolean => shortages.some((words) => words.test(said));

/** Starts ffmpeg with an argument list, never a shell, and resolves with what it said. Aborting or the time limit kills it at once; unfinished results are removed. */
export async function runFfmpeg({ inputs, outputs, signal, ...more }: Task): Promise<string> {
  const { limitMs = defaultLimitMs } = more;
  signal.throwIfAborted();
  const stop = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  const command = ffmpeg({ stdoutLines: reportedLines });
  const global = ['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'error'];
  inputs.forEach(({ file, options: own }, i) => {
    const protocols = file.startsWith(localSocket) ? 'unix' : 'file';
    command.input(file).inputOptions(...(i === 0 ? global : []), ...own, '-protocol_whitelist', protocols);
  });
  const pipes: Pipe[] = [];
  try {
    for (const output of outputs) {
      if ('onBytes' in output) pipes.push(await openPipe(output.onBytes, stop));
      const file = 'file' in output ? output.file : (pipes.at(-1)?.file ?? '');
      command.output(file).outputOptions(...output.options); // not as a list: its members would be split at spaces
    }
    const said = await ended(command, stop);
    await Promise.all(pipes.map((pipe) => pipe.emptied()));
    return said;
  } catch (error) {
    const files = outputs.filter((output) => 'file' in output);
    await Promise.all(files.map(({ file }) => rm(file, { force: true })));
    signal.throwIfAborted();
    if (stop.aborted) throw new FfmpegTooSlow(`ffmpeg took longer than ${limitMs / 1000} s`, { cause: error });
    throw pipes.find((pipe) => pipe.fault())?.fault() ?? error;
  } finally {
    await Promise.all(pipes.map((pipe) => pipe.close()));
  }
}

function ended(command: FfmpegCommand, stop: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const kill = () => command.kill('SIGKILL');
    command.on('start', () => (stop.aborted ? kill() : stop.addEventListener('abort', kill, { once: true })));
    command.on('end', (_stdout: string | null, stderr: string | null) => resolve(stderr ?? ''));
    command.on('error', ({ message }: Error, _stdout: string | null, stderr: string | null) => {
      const said = stderr ?? '';
      const hasGivenUp = message.includes('ffmpeg exited with code') && !isMachineAtFault(said);
      const Kind = hasGivenUp ? FfmpegRefusal : Error;
      reject(new Kind(`ffmpeg failed: ${message}\n${said.slice(-reportedBytes)}`));
    });
    command.run();
  });
}

/** Says which program to run; one for the whole process. */
export const useFfmpeg = (path: string): void => void ffmpeg().setFfmpegPath(path);
