import { readFileSync } from 'node:fs';

/** A file's text, or undefined where there is none, for us or any longer: a process may end while one looks at it. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

interface ProcessStat {
  state: string;
  group: number;
  /** Clock ticks from boot to its start. */
  started: string;
}

/** What the kernel knows of a process, or undefined where there is none of this number. */
export function statOf(pid: number): ProcessStat | undefined {
  const text = readIfThere(`/proc/${pid}/stat`);
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' '); // the name before may hold anything
  return fields && { state: fields[0] ?? '', group: Number(fields[2]), started: fields[19] ?? '' };
}

/** Whether a process runs; one that has ended and that nobody has reaped does not. */
export const isRunning = (pid: number): boolean => /^[^ZX]/.test(statOf(pid)?.state ?? '');

/** Kills a process, which may have ended by itself meanwhile; a negative number is that of a group. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // nobody is left
  }
}
