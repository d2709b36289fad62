import { z } from 'zod';
import { say } from '#api/kernel/declaration.ts';
import { beginOnce } from '#api/kernel/flows.ts';
import { addUpload } from '#domain/albums/add-upload.ts';
import type { AlbumKind } from '#domain/albums/album.machine.ts';
import { createAlbum } from '#domain/albums/create-album.ts';
import { expireIfFolderGone } from '#domain/albums/expire-album.ts';
import { findOwnAlbum } from '#domain/albums/find-albums.ts';
import { shareAlbum } from '#domain/albums/share-album.ts';
import type { StartKind } from '#domain/albums/start-render.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { albumRemoval } from '#workflows/album-removal/contract.ts';
import { beginRender } from '../begin-render.ts';
import { travel } from '../face.ts';
import { Flag, Whole, WorkId } from '../inputs.ts';
import { done, kindWords, noRoom } from '../words.ts';

const startWords: Record<StartKind, string> = {
  first: '已加入队列',
  lost: '已重新加入队列',
  failed: '原执行失败，已重新加入队列',
};

const makeRoute = (kind: AlbumKind) =>
  travel.route(`GET /${kind}/new`, {
    summary: `Create an empty ${kindWords[kind].noun} and its folder`,
    description: 'Works that nobody touches are cleaned up after a while.',
    auth: 'user',
    changes: true,
    rate: 'write',
    output: z.object({ work_id: z.int() }),
    words: done,
    handler: async ({ em, actor, ports }) => ({
      work_id: (
        await createAlbum(em, ports.storage, { ownerId: actor.id, kind, isPublic: ports.settings.shareByDefault })
      ).id,
    }),
  });

const uploadRoute = (kind: AlbumKind) =>
  travel.route(`POST /${kind}/:work_id/upload`, {
    summary: 'Upload a picture, or info.json, into the work',
    description:
      'JPEG, PNG or WebP by content, at most 20 MB and 50 pictures a work; info.json at most 256 KB, a new one replaces the former. All that the works of a person keep, results included, is at most `USER_QUOTA_MB`. Beside the documented fields it may carry `public`, `tag`, `poem` (`written` by a language model, the default, or `classical`, an existing quatrain), and for long pictures `captions` (a text for each of `images`) and `places: false` (places of the photographs are not said).',
    auth: 'user',
    withoutTransaction: true,
    rate: 'upload',
    input: { params: WorkId, file: 'file' },
    output: z.object({ filename: z.string(), url: z.string() }),
    words: done,
    refusals: { no_room: noRoom },
    async handler({ em, actor, params, ports, file, link }) {
      const album = await findOwnAlbum(em, actor.id, { kind, albumId: params.work_id });
      if (!file) throw new DomainError('invalid', 'file_missing');
      const filename = await addUpload(em, { ...ports, quotaBytes: ports.settings.quotaBytes }, album.asRef(), file);
      return { filename, url: link(`/media/${kind}s/${album.id}/${filename}`) };
    },
  });

const startRoute = (kind: AlbumKind) =>
  travel.route(`GET /${kind}/:work_id/start`, {
    summary: 'Queue the render, or decide on a re-run',
    description: `Answers 已加入队列, or 已重新加入队列 where the task was lost, or 原执行失败，已重新加入队列 after a failure.`,
    auth: 'user',
    changes: true,
    flows: true,
    rate: 'render',
    input: { params: WorkId },
    output: z.null(),
    refusals: {
      album_expired: kindWords[kind].expired,
      album_finished: '任务已完成',
      already_queued: '已在 {} 队列中',
    },
    async handler({ em, actor, params, ports, flows }) {
      const own = await findOwnAlbum(em, actor.id, { kind, albumId: params.work_id });
      const album = await expireIfFolderGone(em, ports.storage, own);
      return say(startWords[await beginRender(em, flows, album)], null);
    },
  });

const deleteRoute = (kind: AlbumKind) =>
  travel.route(`GET /${kind}/:work_id/delete`, {
    summary: 'Delete the work: its render stops, its folder is removed',
    auth: 'user',
    changes: true,
    flows: true,
    input: { params: WorkId },
    output: z.null(),
    words: done,
    async handler({ em, actor, params, flows }) {
      const own = await findOwnAlbum(em, actor.id, { kind, albumId: params.work_id });
      await beginOnce(flows, albumRemoval, { album: own.asRef() });
      return null;
    },
  });

const shareRoute = (kind: AlbumKind) =>
  travel.route(`POST /${kind}/:work_id/share`, {
    summary: 'Show the work to everybody, or to its owner alone again',
    ours: true,
    auth: 'user',
    input: { params: WorkId, body: z.object({ public: Flag, tag: Whole.optional() }) },
    output: z.object({ work_id: z.int(), public: z.boolean(), tag: z.int() }),
    words: done,
    async handler({ em, actor, params, body }) {
      const album = await shareAlbum(
        em,
        actor.id,
        { kind, albumId: params.work_id },
        { isPublic: body.public, tag: body.tag },
      );
      return { work_id: album.id, public: album.isPublic, tag: album.tag };
    },
  });

/** Making, filling, starting, deleting and sharing one kind of album. */
export const albumRoutes = (kind: AlbumKind) => [
  makeRoute(kind),
  uploadRoute(kind),
  startRoute(kind),
  deleteRoute(kind),
  shareRoute(kind),
];
