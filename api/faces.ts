import { opsFace } from './faces/ops/index.ts';
import { piaxiFace } from './faces/piaxi/index.ts';
import { travelFace } from './faces/travel/index.ts';
import { vfineFace } from './faces/vfine/index.ts';
import type { FaceModule } from './kernel/mount.ts';

/** Every face there is: what is served, described and tested. */
export const faceModules: FaceModule[] = [travelFace, vfineFace, piaxiFace, opsFace];
