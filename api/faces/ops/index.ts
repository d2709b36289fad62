import type { FaceModule } from '#api/kernel/mount.ts';
import { ops } from './face.ts';
import { accessRoutes } from './routes/access.ts';
import { codecRoutes } from './routes/codec.ts';
import { outboxRoutes } from './routes/outbox.ts';

export const opsFace: FaceModule = { face: ops, operations: [...accessRoutes, ...outboxRoutes, ...codecRoutes] };
