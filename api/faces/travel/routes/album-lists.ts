import type { z } from 'zod';
import type { EntityManager } from '@mikro-orm/core';
import type { Flows } from '#api/kernel/flows.ts';
import type { Links } from '#api/kernel/links.ts';
import type { Album } from '#domain/albums/album.entity.ts';
import { isUnderWay } from '#domain/albums/album.machine.ts';
import { expireIfFolderGone } from '#domain/albums/expire-album.ts';
import { findAlbumsOf, findOwnAlbum, findSharedAlbums, findUploads } from '#domain/albums/find-albums.ts';
import { countComments } from '#domain/community/comments.ts';
import { countLikes } from '#domain/community/likes.ts';
import { renderOf } from '#workflows/albums/contract.ts';
import { progress } from '#workflows/kernel/progress.ts';
import { travel } from '../face.ts';
import { OptionalPage, Tag, windowOf, WorkId } from '../inputs.ts';
import { isLost } from '../lost-albums.ts';
import type { AlbumViews, Listing } from '../presenters/albums.ts';
import { done, got, kindWords } from '../words.ts';

/** Where a run is by now: what it estimated, less the time since. */
async function follow(flows: Flows, album: Album, now: Date) {
  const found = isUnderWay(album.state) ? await flows.query(renderOf(album.kind, album.id), progress) : undefined;
  const left = found?.remainingSeconds;
  const since = found ? (now.getTime() - found.at) / 1000 : 0;
  return {
    percent: found?.percent,
    remainingSeconds: left === undefined ? undefined : Math.max(0, Math.round(left - since)),
  };
}

const withLost = (em: EntityManager, flows: Flows, albums: readonly Album[]) =>
  Promise.all(albums.map(async (album) => ({ album, isLost: await isLost(em, flows, album) })));

/** How all albums of a list are shown; their likes and comments are counted by one question each. */
const listingOf = async (em: EntityManager, albums: readonly Album[], link: Links['link']): Promise<Listing> => ({
  link,
  likes: await countLikes(em, 'album', albums),
  comments: await countComments(em, albums),
});

/** The caller's own albums of a kind: those that are alive, or all of them. */
const ownList = <S extends z.ZodType, O extends z.ZodType, H extends z.ZodType>(
  views: AlbumViews<S, O, H>,
  { path, summary, all }: { path: 'list' | 'myall'; summary: string; all: boolean },
) =>
  travel.route(`GET /${views.kind}/${path}`, {
    summary,
    auth: 'user',
    flows: true,
    input: { query: OptionalPage },
    output: views.Own,
    words: done,
    async handler({ em, actor, query, flows, link }) {
      const found = await findAlbumsOf(em, { ownerId: actor.id, kind: views.kind, all }, windowOf(query));
      return views.presentOwn(actor.id, await withLost(em, flows, found), await listingOf(em, found, link));
    },
  });

/** Status and lists of one kind of album. */
export const albumListRoutes = <S extends z.ZodType, O extends z.ZodType, H extends z.ZodType>(
  views: AlbumViews<S, O, H>,
) => [
  travel.route(`GET /${views.kind}/:work_id/status`, {
    summary: `State of one ${kindWords[views.kind].noun}; polled by hand`,
    auth: 'user',
    flows: true,
    input: { params: WorkId },
    output: views.Status,
    words: done,
    async handler({ em, actor, params, ports, flows, link }) {
      const own = await findOwnAlbum(em, actor.id, { kind: views.kind, albumId: params.work_id });
      const album = await expireIfFolderGone(em, ports.storage, own);
      const lost = await isLost(em, flows, album);
      const uploads = await findUploads(em, album.id);
      const run = lost ? { percent: 0, remainingSeconds: undefined } : await follow(flows, album, ports.clock.now());
      return views.presentStatus(album, { link, isLost: lost, uploads, ...run });
    },
  }),

  ownList(views, {
    path: 'list',
    summary: `The caller’s own ${kindWords[views.kind].noun}s that neither failed nor expired`,
    all: false,
  }),
  ownList(views, { path: 'myall', summary: `All of the caller’s own ${kindWords[views.kind].noun}s`, all: true }),

  travel.route(`GET /${views.kind}/all`, {
    summary: `Everybody’s shared ${kindWords[views.kind].noun}s, newest first`,
    auth: kindWords[views.kind].sharedFor,
    input: { query: OptionalPage },
    output: views.Shared,
    words: kindWords[views.kind].sharedSaid,
    async handler({ em, actor, query, link }) {
      const found = await findSharedAlbums(em, views, windowOf(query));
      return views.presentShared(actor?.id ?? null, found, await listingOf(em, found, link));
    },
  }),
];

/** Shared albums of one tag; only films have tags. */
export const tagRoute = <S extends z.ZodType, O extends z.ZodType, H extends z.ZodType>(views: AlbumViews<S, O, H>) =>
  travel.route(`GET /${views.kind}/tag/:tag`, {
    summary: `Everybody’s shared ${kindWords[views.kind].noun}s of one tag, newest first`,
    auth: 'none',
    input: { params: Tag, query: OptionalPage },
    output: views.Shared,
    words: got,
    async handler({ em, actor, params, query, link }) {
      const found = await findSharedAlbums(em, { kind: views.kind, tag: params.tag }, windowOf(query));
      return views.presentShared(actor?.id ?? null, found, await listingOf(em, found, link));
    },
  });
