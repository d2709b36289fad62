import { extname } from 'node:path';
import { z } from 'zod';
import type { EntityManager } from '@mikro-orm/core';
import type { Context, Inputs } from '#api/kernel/declaration.ts';
import { answerFile, fileOf, storedFile, type AnswerableFile } from '#api/kernel/file-answer.ts';
import { infoFile, uploadKeyOf } from '#domain/albums/album-folder.ts';
import { AlbumUpload } from '#domain/albums/album-upload.entity.ts';
import type { Album } from '#domain/albums/album.entity.ts';
import type { AlbumKind } from '#domain/albums/album.machine.ts';
import { findAlbum, maySee } from '#domain/albums/find-albums.ts';
import { stripPicture } from '#domain/albums/strip-picture.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { travel } from '../face.ts';
import { WorkId } from '../inputs.ts';
import { kindWords } from '../words.ts';

const MediaPath = WorkId.extend({ file: z.string().regex(/^[\w.-]{1,100}$/, 'no_such_album') });

const missing = () => new DomainError('not_found', 'no_such_album');

const resultTypes: Record<AlbumKind, string> = { movie: 'video/mp4', photo: 'image/jpeg' };

/** A picture as others may have it: without the place and time it was taken at. */
async function strippedPicture(storage: FileStorage, key: string, file: { type: string; name: string }) {
  const stored = await storage.stat(key);
  if (!stored) return undefined;
  return fileOf(stripPicture(await storage.readAll(key)), { ...file, modifiedAt: stored.modifiedAt });
}

/** Only what the album is known to have is looked for: no path of the storage comes from the request. */
async function findFile(
  em: EntityManager,
  storage: FileStorage,
  album: Album,
  { file, isOwn }: { file: string; isOwn: boolean },
): Promise<AnswerableFile | undefined> {
  const { resultFile } = kindWords[album.kind];
  if (file === resultFile && album.resultKey) {
    const name = `${album.title || album.kind}${extname(resultFile)}`;
    return storedFile(storage, album.resultKey, { type: resultTypes[album.kind], name });
  }
  if (file === 'cover.jpg' && album.coverKey)
    return storedFile(storage, album.coverKey, { type: 'image/jpeg', name: 'cover.jpg' });
  const key = uploadKeyOf(album.asRef(), file);
  if (file === infoFile)
    return isOwn ? storedFile(storage, key, { type: 'application/json', name: infoFile }) : undefined;
  const upload = await em.findOne(AlbumUpload, { album, file });
  if (!upload) return undefined;
  const type = `image/${upload.format}`;
  return isOwn
    ? storedFile(storage, key, { type, name: upload.name || file })
    : strippedPicture(storage, key, { type, name: file });
}

const serve =
  (kind: AlbumKind) =>
  async ({ em, actor, params, ports, request }: Context<{ params: typeof MediaPath } & Inputs, 'none', false>) => {
    const album = await findAlbum(em, { kind, albumId: params.work_id });
    if (!maySee(album, actor?.id)) throw missing();
    const isOwn = album.owner.id === actor?.id;
    const file = await findFile(em, ports.storage, album, { file: params.file, isOwn });
    if (!file) throw missing();
    return answerFile(request, file);
  };

const declared = {
  description:
    'For the owner, and for everybody once the work is shared; others get pictures without time and place. Ranges are served.',
  ours: true,
  auth: 'none',
  input: { params: MediaPath },
  type: 'application/octet-stream',
} as const;

/** Files of one kind of album, under the folder's name and under the name that links of results have. */
export const mediaRoutes = (kind: AlbumKind) => [
  travel.raw(`GET /media/${kind}s/:work_id/:file`, {
    summary: `A file of a ${kindWords[kind].noun}: a picture, info.json, the result, its cover`,
    ...declared,
    handler: serve(kind),
  }),
  travel.raw(`GET /media/${kind}/:work_id/:file`, {
    summary: `The result (${kindWords[kind].resultFile}) and its cover (cover.jpg), as links name them`,
    ...declared,
    handler: serve(kind),
  }),
];
