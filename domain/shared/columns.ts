import { randomUUID } from 'node:crypto';
import { p } from '@mikro-orm/core';

/** When a row was made and last changed; UTC. */
export const stamps = {
  createdAt: p.datetime().onCreate(() => new Date()),
  updatedAt: p
    .datetime()
    .onCreate(() => new Date())
    .onUpdate(() => new Date()),
};

/** A row known outside by a random uuid. */
export const identity = {
  id: p
    .uuid()
    .primary()
    .onCreate(() => randomUUID()),
  ...stamps,
};

/** A row known outside by a number, as the older faces know theirs. */
export const numbered = {
  id: p.integer().primary().autoincrement(),
  ...stamps,
};
