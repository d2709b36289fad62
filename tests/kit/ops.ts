import { opsFace } from '#api/faces/ops/index.ts';
import { buildUser } from './factories.ts';
import { buildWorld, type WorldOptions } from './world.ts';

/** Where the Temporal UI is opened. */
export const ui = 'http://127.0.0.1:8233';
/** Of the administrator. */
export const password = 'correct horse';

/** The operators' face with an administrator and a manager. */
export async function buildOps(options: Omit<WorldOptions, 'modules'> = {}) {
  const settings = { temporalUiOrigins: ['http://localhost:8233', ui] };
  const world = await buildWorld({ ...options, modules: [opsFace], settings });
  const admin = await buildUser(world, { realm: 'ops', uname: 'admin', roles: ['admin'], password });
  const manager = await buildUser(world, { realm: 'ops', roles: ['manager'] });
  return { ...world, admin, manager };
}
export type Ops = Awaited<ReturnType<typeof buildOps>>;
