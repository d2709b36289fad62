import { readFileSync } from 'node:fs';

/** Who asks, in the order of the columns of docs/authorisation/vfine.md. */
export const callers = ['anonymous', 'stranger', 'owner', 'musician', 'manager', 'admin', 'other realm'] as const;
export type Caller = (typeof callers)[number];

/** The declared answers: of each operation the status each caller gets. */
export function readTable(): [endpoint: string, statuses: number[]][] {
  const page = readFileSync(new URL('../../../docs/authorisation/vfine.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| `[A-Z]+ \//.test(line));
  return rows.map((row) => {
    const [endpoint = '', ...cells] = row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    return [endpoint.slice(1, -1), cells.map(Number)];
  });
}
