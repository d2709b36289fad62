import type { FaceModule } from '#api/kernel/mount.ts';
import { piaxi } from './face.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { dubbingRoutes } from './routes/dubbing.ts';
import { fileRoutes } from './routes/files.ts';
import { memberRoutes } from './routes/members.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { voiceRoutes } from './routes/voices.ts';
import { worksRoutes } from './routes/works.ts';

export const piaxiFace: FaceModule = {
  face: piaxi,
  operations: [
    ...sessionRoutes,
    ...catalogueRoutes,
    ...worksRoutes,
    ...dubbingRoutes,
    ...memberRoutes,
    ...voiceRoutes,
    ...fileRoutes,
  ],
};
