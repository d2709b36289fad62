import { Migrator } from '@mikro-orm/migrations';
import { defineConfig, MikroORM } from '@mikro-orm/postgresql';
import { entities } from './entities.ts';
import { freeLostConnections } from './lost-connections.ts';

/** Connects to PostgreSQL; `pool` is the number of connections this process may hold. */
export const connectDatabase = (url: string, pool = 10): Promise<MikroORM> =>
  MikroORM.init(
    defineConfig({
      clientUrl: url,
      entities,
      extensions: [Migrator],
      forceUtcTimezone: true,
      driverOptions: { onPoolCreated: freeLostConnections },
      pool: { min: 0, max: pool },
      schemaGenerator: { ignoreTriggers: true }, // they are written by hand in migrations
      migrations: {
        path: 'migrations',
        glob: '!(*.d).ts',
        snapshot: true,
        snapshotName: 'snapshot',
        snapshotOnMigrate: false, // only --create writes it: what is applied says nothing new
        allOrNothing: true,
        silent: true,
      },
    }),
  );
