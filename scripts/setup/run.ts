import { spawn, type SpawnOptions } from 'node:child_process';
import { createInterface } from 'node:readline';
import { SetupError } from './host.ts';

type RunOptions = SpawnOptions & {
  /** Sees each line of output, of both streams, as it comes. */
  onLine?: (line: string) => void;
  /** Said instead of the command line when it fails. */
  what?: string;
};

const kept = 15; // last lines of output that a failure shows

/** Runs a command to its end and gives what it wrote; a failure shows the end of its output. */
export async function run(
  command: string,
  args: string[],
  { onLine, what, ...options }: RunOptions = {},
): Promise<string> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const take = (line: string) => {
    lines.push(line);
    onLine?.(line);
  };
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on('line', take);
  const abandon = () => child.kill();
  process.once('exit', abandon);
  const code = await new Promise<number | string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (status, signal) => resolve(status ?? signal ?? 'ended'));
  });
  process.removeListener('exit', abandon);
  if (code === 0) return lines.join('\n');
  throw new SetupError(`${what ?? [command, ...args].join(' ')} failed (${code}):\n${lines.slice(-kept).join('\n')}`);
}
