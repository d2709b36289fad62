import { createMovieEnds } from '#activities/business/movie-ends.ts';
import { createMovieRecords } from '#activities/business/movies.ts';
import { travelFace } from '#api/faces/travel/index.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { markerOf } from '#domain/albums/movie-folder.ts';
import { Movie } from '#domain/albums/movie.entity.ts';
import type { MovieState } from '#domain/albums/movie.machine.ts';
import { movieRemoval } from '#workflows/movie-removal/contract.ts';
import { movieRender } from '#workflows/movie-render/contract.ts';
import { buildUser } from './factories.ts';
import type { Browser } from './http.ts';
import { buildWorld, type WorldOptions } from './world.ts';

/** The face of travel over a database of its own; what its processes record when they open is real. */
export async function buildTravel(options: Partial<WorldOptions> = {}) {
  const world = await buildWorld({ modules: [travelFace], ...options });
  const { orm, ports } = world;
  const records = createMovieRecords({ orm, size: { width: 1280, height: 720 } });
  const ends = createMovieEnds({ orm, days: { unfinished: 7, finished: 30 } });

  /** Processes as after a start of the test, with nothing running. */
  function reset(): void {
    world.flows.forget();
    world.flows.onBegin(movieRender, async ({ movieId, after }, { runId }) => {
      await records.recordQueued({ movieId, after, task: runId });
    });
    world.flows.onBegin(movieRemoval, ends.recordDeleted);
  }
  reset();

  return {
    ...world,
    records,
    ends,
    reset,
    traveller: (person: Partial<Parameters<typeof buildUser>[1]> = {}): Promise<User> =>
      buildUser(world, { realm: 'travel', ...person }),
    /** A movie with its folder, in any state. */
    async movie(owner: User, state: MovieState = 'UNSTARTED', fields: Partial<Movie> = {}): Promise<Movie> {
      const em = orm.em.fork();
      const movie = em.create(Movie, { owner: owner.id, state, ...fields } as never);
      await em.flush();
      await ports.storage.put(markerOf(movie.id), Buffer.from('x'));
      return movie;
    },
    /** The row as it is now. */
    row: (id: number): Promise<Movie> => orm.em.fork().findOneOrFail(Movie, id),
  };
}
export type Travel = Awaited<ReturnType<typeof buildTravel>>;

/** The face's refusals and plain successes. */
export const refusal = (msg: string) => ({ status: 403, body: { code: 403, msg, data: null } });
export const success = (msg: string) => ({ status: 200, body: { code: 200, msg, data: null } });

/** Somebody who has just been shown a captcha. */
export async function visitorOf(world: Pick<Travel, 'browser'>): Promise<Browser> {
  const browser = world.browser();
  await browser.call('GET /travel/user/captcha');
  return browser;
}

let phones = 0;
/** A phone that nobody has yet. */
export const anyPhone = (): string => `139${String(10_000_000 + phones++)}`;
