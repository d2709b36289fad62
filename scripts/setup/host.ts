import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

/** The clone. */
export const root = resolve(import.meta.dirname, '../..');

/** The user's cache: what is costly to build and the same for every clone. */
export const cacheFolder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ensemble');

export const isRoot = process.getuid?.() === 0;

/** A set-up step that cannot go on; its message says what a person has to do. */
export class SetupError extends Error {}

/** Where a command lies, or undefined; a path is taken as it is. */
export function which(command: string): string | undefined {
  const candidates = command.includes('/')
    ? [command]
    : (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, command));
  return candidates.find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
