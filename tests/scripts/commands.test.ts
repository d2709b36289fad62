import { execFile } from 'node:child_process';
import { expect, test } from '@jest/globals';

const run = (script: string, ...args: string[]): Promise<{ code: unknown; said: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, said: stdout + stderr });
    });
  });

test.each([
  ['scripts/admin.ts', ['list', '--nonsense']],
  ['scripts/clip.ts', ['demo', '--nonsense']],
  ['scripts/demo.ts', ['film', '--nonsense']],
  ['scripts/demo.ts', ['nonsense']],
  ['scripts/ledger.ts', ['check', '--nonsense']],
  ['scripts/verify-certificate.ts', ['a.txt', '--nonsense']],
  ['tests/bench/main.ts', ['film', '--nonsense']],
  ['tests/bench/main.ts', ['nonsense']],
  ['tests/defects/main.ts', ['--nonsense']],
  ['tests/simulation/main.ts', ['--nonsense']],
  ['tests/simulation/main.ts', ['--scenario', 'nonsense']],
])('%s %j tells what it knows, without a trace', async (script, args) => {
  const { code, said } = await run(script, ...args);
  expect([1, 2]).toContain(code);
  expect(said).toContain('usage: npm run ');
  expect(said).not.toMatch(/^ +at /m);
});
