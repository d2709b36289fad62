import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createRecords } from '#scripts/platform/records.ts';
import { endPostgres } from '#scripts/setup/postgres.ts';
import { removePostgresData } from '#scripts/setup/postgres-home.ts';

export const folderPrefix = 'ensemble-test-';

/** Marks processes that nobody of ours is the parent of, such as the time-skipping servers that the SDK starts. */
export const markOf = (folder: string): string => basename(folder);

function endMarked(mark: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const file = `/proc/${pid}/cmdline`;
    try {
      if (readFileSync(file, 'utf8').split('\0').includes(`-Densemble.run=${mark}`))
        process.kill(Number(pid), 'SIGKILL');
    } catch {
      // it ended meanwhile, or is somebody else's
    }
  }
}

/** Ends what a run has started and removes its folder. */
export async function removeRun(folder: string): Promise<void> {
  endMarked(markOf(folder));
  await createRecords(folder).endLeftovers();
  await endPostgres(folder);
  removePostgresData(folder);
  rmSync(folder, { recursive: true, force: true });
}

/** Clears away runs whose guardian was killed. */
export async function sweepRuns(own: string): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(folderPrefix))) {
    const folder = join(tmpdir(), name);
    if (folder === own || !existsSync(join(folder, 'run/supervisor.json'))) continue;
    if (createRecords(folder).claimant() === undefined) await removeRun(folder);
  }
}
