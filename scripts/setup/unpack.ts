import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Fetches an npm package for a build script and unpacks what matches `paths` below `folder`; returns the package's own folder. */
export function unpack(folder: string, name: string, version: string, paths: readonly string[]): string {
  const tarball = execFileSync('npm', ['pack', '--silent', `${name}@${version}`], {
    cwd: folder,
    encoding: 'utf8',
  }).trim();
  const to = join(folder, name);
  mkdirSync(to, { recursive: true });
  execFileSync('tar', ['xzf', join(folder, tarball), '-C', to, '--wildcards', ...paths]);
  return join(to, 'package');
}
