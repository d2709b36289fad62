import { parseArgs, type ParseArgsConfig } from 'node:util';

/** What is wrong with a command, for the one who typed it. */
export class UsageError extends Error {}

/** Reads a command line; UsageError says what is wrong with it, and what is known. */
export function readArguments<const C extends ParseArgsConfig>(usage: string, config: C) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

/** What was read of a command line; one that was typed wrongly is told so without a trace, and the process ends. */
export function readOrEnd<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return process.exit(2);
  }
}
