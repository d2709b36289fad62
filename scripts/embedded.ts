// Preloaded by the npm scripts that run one part alone (node --import): lets it find the embedded set-up of the data folder.
import { readSettings } from '#adapters/env.ts';
import { embeddedEnvironment } from './setup/environment.ts';

Object.assign(process.env, embeddedEnvironment(readSettings()));
