import type { EntityManager } from '@mikro-orm/core';
import type { Ports } from '#api/kernel/ports.ts';
import { hasRole, type Actor } from '#domain/shared/actor.ts';
import { licensedAmong } from '#domain/works/song-right.ts';
import type { Work } from '#domain/works/work.entity.ts';
import type { Viewer } from './presenters/work.ts';

export interface Asked {
  em: EntityManager;
  actor: Actor | undefined;
  ports: Ports;
}

/** Who looks at these works; one query for all of them. */
export async function viewerOf({ em, actor, ports }: Asked, works: readonly Work[]): Promise<Viewer> {
  const { secrets, settings } = ports;
  const isAdmin = actor !== undefined && hasRole(actor, 'admin');
  const isOwn = (work: Work): boolean => isAdmin || (actor !== undefined && work.producer.id === actor.id);
  const others = actor ? works.filter((work) => work.sealedOwner && !isOwn(work)).map(({ id }) => id) : [];
  const licensed = actor ? await licensedAmong(em, actor, others) : new Set<string>();
  return {
    secrets,
    seesRemarks: isOwn,
    seesMatches: isAdmin,
    seesOwner: (work) => settings.showOwners || isOwn(work) || licensed.has(work.id),
  };
}
