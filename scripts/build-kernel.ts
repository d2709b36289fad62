// Builds adapters/media/kernel/frames.wasm from its AssemblyScript source; with --check it only compares, and fails when the file is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const file = fileURLToPath(new URL('../adapters/media/kernel/frames.wasm', import.meta.url));
const root = fileURLToPath(new URL('../adapters/media/kernel/assembly/', import.meta.url));

async function build(): Promise<Uint8Array> {
  let built: Uint8Array | undefined;
  const options = '-O3 --runtime stub --noAssert --importMemory --initialMemory 1 -o frames.wasm'.split(' ');
  const features = ['simd', 'relaxed-simd', 'bulk-memory'].flatMap((feature) => ['--enable', feature]);
  const { error } = await main(['index.ts', '--baseDir', root, ...options, ...features], {
    stderr: process.stderr,
    writeFile: (_name, contents) => void (built = contents as Uint8Array),
  });
  if (error !== null || built === undefined) throw new Error(`asc: ${error?.message ?? 'no output'}`);
  return built;
}

const built = await build();
if (!process.argv.includes('--check')) {
  writeFileSync(file, built);
  console.log(`adapters/media/kernel/frames.wasm: ${built.length} bytes`);
} else if (Buffer.compare(readFileSync(file), built) !== 0) {
  console.error('adapters/media/kernel/frames.wasm is stale: run node scripts/build-kernel.ts');
  process.exitCode = 1;
}
