import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const requirements = join(here, 'requirements.txt');
/** Where training keeps what it fetches and where it stands. */
export const modelData = join(here, '../../.data/models');

/** A Python that has what requirements.txt pins, in a virtual environment of its own; made anew when the pins change. */
function python(): string {
  const venv = join(modelData, 'venv');
  const made = join(venv, 'requirements.txt');
  if (!existsSync(made) || readFileSync(made, 'utf8') !== readFileSync(requirements, 'utf8')) {
    rmSync(venv, { recursive: true, force: true });
    mkdirSync(modelData, { recursive: true });
    execFileSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' });
    execFileSync(join(venv, 'bin/pip'), ['install', '--quiet', '--requirement', requirements], { stdio: 'inherit' });
    cpSync(requirements, made);
  }
  return join(venv, 'bin/python');
}

/** Runs a script of this folder; its lines go to the terminal. */
export function runPython(script: string, args: readonly string[]): void {
  execFileSync(python(), [join(here, script), ...args], { stdio: 'inherit' });
}
