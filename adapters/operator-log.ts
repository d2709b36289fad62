import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { multistream, type DestinationStream, type Logger } from 'pino';
import type { LogSource, OperatorLog } from '#domain/ports/operator-log.ts';
import type { Settings } from './env.ts';
import { createLogFile } from './log-file.ts';
import { createLog, scrub } from './log.ts';

const fullAt = 5 * 1024 * 1024; // bytes
const folderOf = (dataFolder: string): string => join(dataFolder, 'operator-log');

/** File of a process: `api.log`, `worker-business-io.log`. */
export const operatorLogFile = (dataFolder: string, role: string): string =>
  join(folderOf(dataFolder), `${role.replace(/[^a-z]+/g, '-')}.log`);

/** Masking looks at every character several times: what no line of ours reaches is left away. */
const longestLine = 8 * 1024; // characters
const cut = (line: string): string => (line.length > longestLine ? `${line.slice(0, longestLine)}…\n` : line);

/** Writes masked lines. */
export function createOperatorLogWriter(file: string): DestinationStream {
  const log = createLogFile(file, fullAt);
  return { write: (line) => log.write(scrub(cut(line))) };
}

/** The log of a process: to standard output, and for operators where somebody may read it there. */
export function createProcessLog(settings: Settings, role: string): Logger {
  const options = { level: settings.LOG_LEVEL, role };
  if (!settings.LOG_READER) return createLog(options);
  const own = createOperatorLogWriter(operatorLogFile(settings.ENSEMBLE_DATA, role));
  return createLog(options, multistream([process.stdout, own].map((stream) => ({ stream, level: 'trace' as const }))));
}

/** The last bytes of a file as whole lines. */
async function tailOf(file: string, bytes: number): Promise<string[]> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - bytes);
    const buffer = Buffer.alloc(Math.min(size, bytes));
    await handle.read(buffer, 0, buffer.length, start);
    const lines = buffer.toString().split('\n').filter(Boolean);
    return start > 0 ? lines.slice(1) : lines; // the first one is cut
  } finally {
    await handle.close();
  }
}

const timeOf = (line: string): string => /"time":"([^"]*)"/.exec(line)?.[1] ?? '';

/** Reads what the processes with this data folder wrote, those of several workers in the order of time. */
export const createOperatorLog = (dataFolder: string): OperatorLog => ({
  async tail(source: LogSource, bytes: number): Promise<string> {
    const folder = folderOf(dataFolder);
    const names = await readdir(folder).catch(() => []);
    const files = names.filter((name) => name.startsWith(source) && name.endsWith('.log'));
    const lines = (await Promise.all(files.map((name) => tailOf(join(folder, name), bytes)))).flat();
    const kept: string[] = [];
    let room = bytes;
    for (const line of lines.toSorted((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1))) {
      room -= Buffer.byteLength(line) + 1;
      if (room < 0) break;
      kept.unshift(line);
    }
    return kept.map((line) => `${line}\n`).join('');
  },
});
