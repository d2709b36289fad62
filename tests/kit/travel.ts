import { createAlbumEnds } from '#activities/business/album-ends.ts';
import { createAlbumRecords } from '#activities/business/albums.ts';
import { travelFace } from '#api/faces/travel/index.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { markerOf } from '#domain/albums/album-folder.ts';
import { Album } from '#domain/albums/album.entity.ts';
import { albumKinds, type AlbumState } from '#domain/albums/album.machine.ts';
import { albumRemoval } from '#workflows/album-removal/contract.ts';
import { renders } from '#workflows/albums/contract.ts';
import { createContactChangeRecords } from '#activities/business/contact-changes.ts';
import { createPasswordResetRecords } from '#activities/business/password-resets.ts';
import { contactChange } from '#workflows/contact-change/contract.ts';
import { passwordReset } from '#workflows/password-reset/contract.ts';
import { buildUser } from './factories.ts';
import type { Browser } from './http.ts';
import { buildWorld, type WorldOptions } from './world.ts';

/** The face of travel over a database of its own; what its processes record when they open is real. */
export async function buildTravel(options: Partial<WorldOptions> = {}) {
  const world = await buildWorld({ modules: [travelFace], ...options });
  const { orm, ports } = world;
  const records = createAlbumRecords({ orm, size: { width: 1280, height: 720 } });
  const ends = createAlbumEnds({ orm, days: { unfinished: 7, finished: 30 } });
  const changes = createContactChangeRecords({ orm });
  const resets = createPasswordResetRecords({ orm, ...ports, settings: { RATE_LIMITS: true } });

  /** Processes as after a start of the test, with nothing running. */
  function reset(): void {
    world.flows.forget();
    for (const kind of albumKinds)
      world.flows.onBegin(renders[kind], async ({ albumId, after }, { runId }) => {
        await records.recordQueued({ album: { kind, albumId }, after, task: runId });
      });
    world.flows.onBegin(albumRemoval, ends.recordDeleted);
    world.flows.onBegin(contactChange, changes.recordContactChange);
    world.flows.onBegin(passwordReset, async (request) => {
      await resets.recordReset(request);
      await resets.recordResetSent(request);
    });
  }
  reset();

  return {
    ...world,
    records,
    ends,
    resets,
    reset,
    traveller: (person: Partial<Parameters<typeof buildUser>[1]> = {}): Promise<User> =>
      buildUser(world, { realm: 'travel', ...person }),
    /** An album with its folder, in any state; a film unless the fields say otherwise. */
    async album(owner: User, state: AlbumState = 'UNSTARTED', fields: Partial<Album> = {}): Promise<Album> {
      const em = orm.em.fork();
      const album = em.create(Album, { kind: 'movie', owner: owner.id, state, ...fields } as never);
      await em.flush();
      await ports.storage.put(markerOf(album.asRef()), Buffer.from('x'));
      return album;
    },
    /** The row as it is now. */
    row: (id: number): Promise<Album> => orm.em.fork().findOneOrFail(Album, id),
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
