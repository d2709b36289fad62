import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import type { Flows } from '#api/kernel/flows.ts';
import type { Movie } from '#domain/albums/movie.entity.ts';
import { isUnderWay } from '#domain/albums/movie.machine.ts';
import { alreadyQueued, decideStart, type StartKind } from '#domain/albums/start-movie.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { movieRender, renderOf } from '#workflows/movie-render/contract.ts';

const tries = 20;
const pauseMs = 100;

const isRunningAlready = (error: unknown): boolean => error instanceof DomainError && error.code === 'already_running';

/** Begins a render, or refuses it as the movie's state demands; says what kind of start it was. */
export async function beginRender(em: EntityManager, flows: Flows, movie: Movie): Promise<StartKind> {
  const kind = decideStart(movie, isUnderWay(movie.state) && (await flows.isRunning(renderOf(movie.id))));
  for (let attempt = 1; ; attempt++) {
    try {
      await flows.begin(movieRender, { movieId: movie.id, after: movie.task ?? null });
      return kind;
    } catch (error) {
      if (!isRunningAlready(error)) throw error;
    }
    await em.refresh(movie);
    // A failed run records its end shortly before it closes: it is waited for, not refused.
    if (movie.state !== 'FAILED' || attempt === tries) throw alreadyQueued(movie);
    await sleep(pauseMs);
  }
}
