import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const loading = (imported: string) =>
  `import '${imported}'; import { InferenceSession } from 'onnxruntime-node'; await InferenceSession.create('assets/models/fsrcnn-x2.onnx');`;

/** What a process that loads a model leaves in its folder for temporary files. */
async function marksOf(imported: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ensemble-telemetry-'));
  const { ORT_DISABLE_TELEMETRY: _, NODE_OPTIONS: __, ...env } = process.env;
  const args = ['--input-type=module', '-e', loading(imported)];
  await run(process.execPath, args, { cwd: root, env: { ...env, TMPDIR: folder, NODE_DISABLE_COMPILE_CACHE: '1' } });
  const marks = await readdir(folder);
  await rm(folder, { recursive: true });
  return marks;
}

test.each([
  ['the pool of threads', '#adapters/models/pool.ts'],
  ['the poem model', '#adapters/poems/model.ts'],
  ['the enlargement', '#adapters/media/models/super-resolution.ts'],
])('where %s loads it, the runtime of the models reports nothing', async (_name, imported) => {
  expect(await marksOf(imported)).toEqual([]);
});
