import { bootstrap } from './bootstrap.mjs';

bootstrap('stop.ts');
