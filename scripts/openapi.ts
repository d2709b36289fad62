// npm run openapi: writes docs/openapi/<face>.json from the declarations. --check: exits 1 when one is stale.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faceModules } from '#api/faces.ts';
import { documentFace } from '#api/kernel/openapi.ts';

const folder = 'docs/openapi';
const fresh = new Map(
  faceModules.map((module) => [`${module.face.name}.json`, `${JSON.stringify(documentFace(module), null, 2)}\n`]),
);
const known = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
const isStale = (name: string): boolean =>
  !known.includes(name) || readFileSync(join(folder, name), 'utf8') !== fresh.get(name);
const stale = [...new Set([...known, ...fresh.keys()])].filter(isStale);

if (process.argv.includes('--check')) {
  console.log(stale.length === 0 ? 'docs/openapi is up to date' : `stale, run npm run openapi: ${stale.join(', ')}`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  mkdirSync(folder, { recursive: true });
  for (const name of stale) {
    const text = fresh.get(name);
    if (text === undefined) rmSync(join(folder, name));
    else writeFileSync(join(folder, name), text);
  }
  console.log(`docs/openapi: ${stale.length === 0 ? 'nothing changed' : `wrote ${stale.join(', ')}`}`);
}
