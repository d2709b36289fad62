import { z } from 'zod';
import type { EntityManager } from '@mikro-orm/core';
import type { Context, Inputs } from '#api/kernel/declaration.ts';
import { answerFile, fileOf, storedFile, type AnswerableFile } from '#api/kernel/file-answer.ts';
import { findMovie, maySee } from '#domain/albums/find-movies.ts';
import { infoFile, uploadKeyOf } from '#domain/albums/movie-folder.ts';
import { MovieUpload } from '#domain/albums/movie-upload.entity.ts';
import type { Movie } from '#domain/albums/movie.entity.ts';
import { stripPicture } from '#domain/albums/strip-picture.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { travel } from '../face.ts';
import { WorkId } from '../inputs.ts';

const MediaPath = WorkId.extend({ file: z.string().regex(/^[\w.-]{1,100}$/) });

const missing = () => new DomainError('not_found', 'no_such_movie');

/** A picture as others may have it: without the place and time it was taken at. */
async function strippedPicture(storage: FileStorage, key: string, file: { type: string; name: string }) {
  const stored = await storage.stat(key);
  if (!stored) return undefined;
  return fileOf(stripPicture(await storage.readAll(key)), { ...file, modifiedAt: stored.modifiedAt });
}

/** Only what the movie is known to have is looked for: no path of the storage comes from the request. */
async function findFile(
  em: EntityManager,
  storage: FileStorage,
  movie: Movie,
  { file, isOwn }: { file: string; isOwn: boolean },
): Promise<AnswerableFile | undefined> {
  if (file === 'result.mp4' && movie.resultKey)
    return storedFile(storage, movie.resultKey, { type: 'video/mp4', name: `${movie.title || 'movie'}.mp4` });
  if (file === 'cover.jpg' && movie.coverKey)
    return storedFile(storage, movie.coverKey, { type: 'image/jpeg', name: 'cover.jpg' });
  const key = uploadKeyOf(movie.id, file);
  if (file === infoFile)
    return isOwn ? storedFile(storage, key, { type: 'application/json', name: infoFile }) : undefined;
  const upload = await em.findOne(MovieUpload, { movie, file });
  if (!upload) return undefined;
  const type = `image/${upload.format}`;
  return isOwn
    ? storedFile(storage, key, { type, name: upload.name || file })
    : strippedPicture(storage, key, { type, name: file });
}

async function serve({
  em,
  actor,
  params,
  ports,
  request,
}: Context<{ params: typeof MediaPath } & Inputs, 'none', false>) {
  const movie = await findMovie(em, params.work_id);
  if (!maySee(movie, actor?.id)) throw missing();
  const isOwn = movie.owner.id === actor?.id;
  const file = await findFile(em, ports.storage, movie, { file: params.file, isOwn });
  if (!file) throw missing();
  return answerFile(request, file);
}

const declared = {
  description:
    'For the owner, and for everybody once the movie is shared; others get pictures without time and place. Ranges are served.',
  ours: true,
  auth: 'none',
  input: { params: MediaPath },
  type: 'application/octet-stream',
} as const;

export const mediaRoutes = [
  travel.raw('GET /media/movies/:work_id/:file', {
    summary: 'A file of a movie: a picture, info.json, the film, its cover',
    ...declared,
    handler: serve,
  }),
  travel.raw('GET /media/movie/:work_id/:file', {
    summary: 'The film (result.mp4) and its cover (cover.jpg), as links name them',
    ...declared,
    handler: serve,
  }),
];
