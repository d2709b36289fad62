import type { FaceModule } from '#api/kernel/mount.ts';
import { travel } from './face.ts';
import { mediaRoutes } from './routes/media.ts';
import { movieListRoutes } from './routes/movie-lists.ts';
import { movieRoutes } from './routes/movies.ts';
import { pictureRoutes } from './routes/pictures.ts';
import { placeRoutes } from './routes/places.ts';
import { staticRoutes } from './routes/static.ts';
import { userRoutes } from './routes/users.ts';

export const travelFace: FaceModule = {
  face: travel,
  operations: [
    ...userRoutes,
    ...movieRoutes,
    ...movieListRoutes,
    ...mediaRoutes,
    ...pictureRoutes,
    ...placeRoutes,
    ...staticRoutes,
  ],
};
