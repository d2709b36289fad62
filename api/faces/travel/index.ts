import type { FaceModule } from '#api/kernel/mount.ts';
import { adminRoutes } from './admin/index.ts';
import { travel } from './face.ts';
import { movieViews } from './presenters/movies.ts';
import { forumRoutes } from './routes/forum.ts';
import { forumCommentRoutes } from './routes/comments.ts';
import { photoViews } from './presenters/photos.ts';
import { logRoutes } from './routes/logs.ts';
import { mediaRoutes } from './routes/media.ts';
import { albumListRoutes, tagRoute } from './routes/album-lists.ts';
import { albumCommunityRoutes } from './routes/album-community.ts';
import { albumRoutes } from './routes/albums.ts';
import { pictureRoutes } from './routes/pictures.ts';
import { placeRoutes } from './routes/places.ts';
import { passwordResetRoutes } from './routes/password-reset.ts';
import { profileRoutes } from './routes/profile.ts';
import { poemRoutes } from './routes/poems.ts';
import { staticRoutes } from './routes/static.ts';
import { userRoutes } from './routes/users.ts';

export const travelFace: FaceModule = {
  face: travel,
  operations: [
    ...userRoutes,
    ...albumRoutes('movie'),
    ...albumCommunityRoutes('movie'),
    ...albumCommunityRoutes('photo'),
    tagRoute(movieViews),
    ...albumListRoutes(movieViews),
    ...logRoutes,
    ...adminRoutes,
    ...mediaRoutes('movie'),
    ...profileRoutes,
    ...passwordResetRoutes,
    ...forumRoutes,
    ...forumCommentRoutes,
    ...albumRoutes('photo'),
    ...albumListRoutes(photoViews),
    ...mediaRoutes('photo'),
    ...pictureRoutes,
    ...placeRoutes,
    ...poemRoutes,
    ...staticRoutes,
  ],
};
