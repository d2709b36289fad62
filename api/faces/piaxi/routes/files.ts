import { z } from 'zod';
import type { EntityManager } from '@mikro-orm/core';
import type { Context, Inputs } from '#api/kernel/declaration.ts';
import { answerFile, fileOf, storedFile, type AnswerableFile } from '#api/kernel/file-answer.ts';
import { bgmOf, originalOf, posterOf, productOf, rolePictureOf, silentOf } from '#domain/dubbing/dubbing-folder.ts';
import { findBgm, findVideo } from '#domain/dubbing/find-catalogue.ts';
import { writeSrt, type SubtitleLine } from '#domain/dubbing/subtitle.plan.ts';
import { VideoRole } from '#domain/dubbing/video.entity.ts';
import { findWorks } from '#domain/dubbing/works.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { piaxi } from '../face.ts';
import { Id } from '../inputs.ts';

type Found = AnswerableFile | undefined;

const mp4 = 'video/mp4';
const jpeg = 'image/jpeg';

const srt = (lines: readonly SubtitleLine[] | null | undefined, modifiedAt: Date): Found =>
  lines
    ? fileOf(Buffer.from(writeSrt(lines)), { type: 'application/x-subrip', name: 'subtitle.srt', modifiedAt })
    : undefined;

async function videoFile(em: EntityManager, storage: FileStorage, id: number, file: string): Promise<Found> {
  const video = await findVideo(em, id);
  if (file === 'original.mp4') return storedFile(storage, originalOf(id), { type: mp4, name: `${video.name}.mp4` });
  if (file === 'silent.mp4') return storedFile(storage, silentOf(id), { type: mp4, name: file });
  if (file === 'poster.jpg') return storedFile(storage, posterOf(id), { type: jpeg, name: file });
  return file === 'subtitle.srt' ? srt(video.lines, video.updatedAt) : undefined;
}

async function bgmFile(em: EntityManager, storage: FileStorage, id: number, file: string): Promise<Found> {
  const { name } = await findBgm(em, id);
  return file === 'bgm.mp3' ? storedFile(storage, bgmOf(id), { type: 'audio/mpeg', name: `${name}.mp3` }) : undefined;
}

async function roleFile(em: EntityManager, storage: FileStorage, id: number, file: string): Promise<Found> {
  const role = await em.findOne(VideoRole, { id, video: { state: 'READY' } });
  return role && file === 'role.jpg' ? storedFile(storage, rolePictureOf(id), { type: jpeg, name: file }) : undefined;
}

/** Recordings are not among them: nobody gets back what somebody has spoken but as a part of the product. */
async function worksFile(em: EntityManager, storage: FileStorage, id: number, file: string): Promise<Found> {
  const works = await findWorks(em, id);
  if (file === 'subtitle.srt') return srt(works.lines, works.updatedAt);
  if (file !== 'product.mp4' || !works.product) return undefined;
  return storedFile(storage, productOf(id), { type: mp4, name: `${works.video.$.name}.mp4` });
}

const FilePath = z.object({ id: Id, file: z.string().max(100) });

/** The files of one kind of thing; only what it is known to have is looked for, no path comes from the request. */
const filesOf = (
  kind: 'videos' | 'bgms' | 'roles' | 'works',
  files: string,
  find: (em: EntityManager, storage: FileStorage, id: number, file: string) => Promise<Found>,
) =>
  piaxi.raw(`GET /files/${kind}/:id/:file`, {
    summary: `A file of ${kind}: ${files}`,
    description: 'By path, without a login, below the file root `/piaxi/files`. Ranges are served.',
    ours: true,
    auth: 'none',
    input: { params: FilePath },
    type: 'application/octet-stream',
    async handler({
      em,
      params: { id, file },
      ports,
      request,
    }: Context<{ params: typeof FilePath } & Inputs, 'none', false>) {
      const found = await find(em, ports.storage, id, file);
      if (!found) throw new DomainError('not_found', 'no_such_file');
      return answerFile(request, found);
    },
  });

export const fileRoutes = [
  filesOf('videos', 'original.mp4, silent.mp4, poster.jpg, subtitle.srt', videoFile),
  filesOf('bgms', 'bgm.mp3', bgmFile),
  filesOf('roles', 'role.jpg', roleFile),
  filesOf('works', 'product.mp4, subtitle.srt', worksFile),
];
