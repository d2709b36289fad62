import { accessRoutes } from './access.ts';
import { auditOffice } from './audit.ts';
import { commentOffice } from './comments.ts';
import { postOffice } from './posts.ts';
import { taskOffice } from './tasks.ts';
import { userOffice } from './users.ts';
import { workOffice } from './works.ts';

/** The back office: server-rendered pages for operators. */
export const adminRoutes = [
  ...accessRoutes,
  ...postOffice,
  ...commentOffice,
  ...workOffice,
  ...taskOffice,
  ...userOffice,
  ...auditOffice,
];
