import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import { isRunningAlready, type Flows } from '#api/kernel/flows.ts';
import type { Album } from '#domain/albums/album.entity.ts';
import { isUnderWay } from '#domain/albums/album.machine.ts';
import { alreadyQueued, decideStart, type StartKind } from '#domain/albums/start-render.ts';
import { renderOf, renders } from '#workflows/albums/contract.ts';

const tries = 20;
const pauseMs = 100;

/** Begins a render, or refuses it as the album's state demands; says what kind of start it was. */
export async function beginRender(em: EntityManager, flows: Flows, album: Album): Promise<StartKind> {
  const kind = decideStart(album, isUnderWay(album.state) && (await flows.isRunning(renderOf(album.kind, album.id))));
  for (let attempt = 1; ; attempt++) {
    try {
      await flows.begin(renders[album.kind], { albumId: album.id, after: album.task ?? null });
      return kind;
    } catch (error) {
      if (!isRunningAlready(error)) throw error;
    }
    await em.refresh(album);
    // A failed run records its end shortly before it closes: it is waited for, not refused.
    if (album.state !== 'FAILED' || attempt === tries) throw alreadyQueued(album);
    await sleep(pauseMs);
  }
}
