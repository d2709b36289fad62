import type { EntityManager } from '@mikro-orm/core';
import type { Flows } from '#api/kernel/flows.ts';
import type { Album } from '#domain/albums/album.entity.ts';
import { isUnderWay } from '#domain/albums/album.machine.ts';
import { renderOf } from '#workflows/albums/contract.ts';

/** While the processes cannot be asked, nothing is called lost. */
const isAlive = (flows: Flows, { kind, id }: Album): Promise<boolean> =>
  flows.isRunning(renderOf(kind, id)).catch(() => true);

/**
 * True for an album under way whose run is gone. A run that ended between the two questions has recorded its end:
 * hence the row is read again.
 */
export async function isLost(em: EntityManager, flows: Flows, album: Album): Promise<boolean> {
  if (!isUnderWay(album.state) || (await isAlive(flows, album))) return false;
  const { task } = album;
  await em.refresh(album);
  return isUnderWay(album.state) && album.task === task;
}
