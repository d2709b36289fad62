import type { FaceModule } from '#api/kernel/mount.ts';
import { piaxi } from './face.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { worksRoutes } from './routes/works.ts';

export const piaxiFace: FaceModule = {
  face: piaxi,
  operations: [...sessionRoutes, ...catalogueRoutes, ...worksRoutes],
};
