/**
 * Trains the super-resolution networks of assets/models on photographs of Debian packages (see NOTICE):
 * `node scripts/models/train-fsrcnn.ts [--steps 3000] [--threads 1]`. Goes on where it was stopped; to begin anew remove
 * .data/models/fsrcnn. Needs python3 with venv, apt-get and dpkg-deb.
 */
import { join } from 'node:path';
import { modelData, runPython } from './python.ts';

const folders = {
  photos: join(modelData, 'photos'),
  work: join(modelData, 'fsrcnn'),
  out: join(import.meta.dirname, '../../assets/models'),
};
const options = Object.entries(folders).flatMap(([name, folder]) => [`--${name}`, folder]);
runPython('train-fsrcnn.py', [...options, ...process.argv.slice(2)]);
