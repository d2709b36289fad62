import { z } from 'zod';
import type { Links } from '#api/kernel/links.ts';
import type { Ports } from '#api/kernel/ports.ts';
import { linkTo } from '#domain/uploads/signed-link.ts';
import { uploaderOf } from '#domain/uploads/upload-key.plan.ts';

export const UploadLink = z
  .url()
  .nullable()
  .meta({ description: 'ours: lasts ten minutes; null where it is no upload' });

/** Where operators see an upload, for ten minutes; null for what this person has not uploaded. */
export type LinkOf = (key: string) => string | null;

/** Links to what one person has uploaded. */
export const uploadLinksOf =
  (
    { absolute, ports: { secrets, clock } }: Pick<Links, 'absolute'> & { ports: Pick<Ports, 'secrets' | 'clock'> },
    userUuid: string,
  ): LinkOf =>
  (key) => {
    if (uploaderOf(key) !== userUuid) return null;
    return absolute(linkTo(secrets, { key, name: key.slice(key.lastIndexOf('/') + 1) }, clock.now()));
  };
