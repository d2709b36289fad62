import { z } from 'zod';
import type { EntityManager } from '@mikro-orm/core';
import type { Flows } from '#api/kernel/flows.ts';
import type { Links } from '#api/kernel/links.ts';
import { expireIfFolderGone } from '#domain/albums/expire-movie.ts';
import { findMoviesOf, findOwnMovie, findSharedMovies, findUploads } from '#domain/albums/find-movies.ts';
import type { Movie } from '#domain/albums/movie.entity.ts';
import { isUnderWay } from '#domain/albums/movie.machine.ts';
import { progress, renderOf } from '#workflows/movie-render/contract.ts';
import { travel } from '../face.ts';
import { OptionalPage, windowOf, WorkId } from '../inputs.ts';
import { isLost } from '../lost-movies.ts';
import {
  MovieStatusView,
  MovieView,
  presentMovie,
  presentMovieStatus,
  presentSharedMovie,
  SharedMovieView,
} from '../presenters/movies.ts';
import { done, got } from '../words.ts';

const OwnMovies = z.object({ uid: z.int(), movie_num: z.int(), movies: z.array(MovieView) });
const SharedMovies = z.object({ uid: z.int().nullable(), movie_num: z.int(), movies: z.array(SharedMovieView) });

/** Where a run is by now: what it estimated, less the time since. */
async function follow(flows: Flows, movie: Movie, now: Date) {
  const found = isUnderWay(movie.state) ? await flows.query(renderOf(movie.id), progress) : undefined;
  const left = found?.remainingSeconds;
  const since = found ? (now.getTime() - found.at) / 1000 : 0;
  return {
    percent: found?.percent,
    remainingSeconds: left === undefined ? undefined : Math.max(0, Math.round(left - since)),
  };
}

async function presentOwn(em: EntityManager, flows: Flows, link: Links['link'], uid: number, found: Movie[]) {
  const lost = await Promise.all(found.map((movie) => isLost(em, flows, movie)));
  const movies = found.map((movie, i) => presentMovie(movie, { link, isLost: lost[i] ?? false }));
  return { uid, movie_num: movies.length, movies };
}

export const movieListRoutes = [
  travel.route('GET /movie/:work_id/status', {
    summary: 'State of one movie; polled by hand',
    auth: 'user',
    flows: true,
    input: { params: WorkId },
    output: MovieStatusView,
    words: done,
    async handler({ em, actor, params, ports, flows, link }) {
      const own = await findOwnMovie(em, actor.id, params.work_id);
      const movie = await expireIfFolderGone(em, ports.storage, own);
      const lost = await isLost(em, flows, movie);
      const uploads = await findUploads(em, movie.id);
      const run = lost ? { percent: 0, remainingSeconds: undefined } : await follow(flows, movie, ports.clock.now());
      return presentMovieStatus(movie, { link, isLost: lost, uploads, ...run });
    },
  }),

  travel.route('GET /movie/list', {
    summary: 'The caller’s own movies that neither failed nor expired',
    auth: 'user',
    flows: true,
    input: { query: OptionalPage },
    output: OwnMovies,
    words: done,
    async handler({ em, actor, query, flows, link }) {
      const found = await findMoviesOf(em, actor.id, { all: false, window: windowOf(query) });
      return presentOwn(em, flows, link, actor.id, found);
    },
  }),

  travel.route('GET /movie/myall', {
    summary: 'All of the caller’s own movies',
    auth: 'user',
    flows: true,
    input: { query: OptionalPage },
    output: OwnMovies,
    words: done,
    async handler({ em, actor, query, flows, link }) {
      const found = await findMoviesOf(em, actor.id, { all: true, window: windowOf(query) });
      return presentOwn(em, flows, link, actor.id, found);
    },
  }),

  travel.route('GET /movie/all', {
    summary: 'Everybody’s shared movies, newest first',
    auth: 'none',
    input: { query: OptionalPage },
    output: SharedMovies,
    words: got,
    async handler({ em, actor, query, link }) {
      const found = await findSharedMovies(em, windowOf(query));
      const movies = found.map((movie) => presentSharedMovie(movie, link));
      return { uid: actor?.id ?? null, movie_num: movies.length, movies };
    },
  }),
];
