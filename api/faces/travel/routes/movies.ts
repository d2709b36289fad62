import { z } from 'zod';
import { say } from '#api/kernel/declaration.ts';
import { addUpload } from '#domain/albums/add-upload.ts';
import { createMovie } from '#domain/albums/create-movie.ts';
import { expireIfFolderGone } from '#domain/albums/expire-movie.ts';
import { findOwnMovie } from '#domain/albums/find-movies.ts';
import { shareMovie } from '#domain/albums/share-movie.ts';
import type { StartKind } from '#domain/albums/start-movie.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { movieRemoval } from '#workflows/movie-removal/contract.ts';
import { beginRender } from '../begin-render.ts';
import { travel } from '../face.ts';
import { Flag, Whole, WorkId } from '../inputs.ts';
import { done } from '../words.ts';

const startWords: Record<StartKind, string> = {
  first: '已加入队列',
  lost: '已重新加入队列',
  failed: '原执行失败，已重新加入队列',
};

export const movieRoutes = [
  travel.route('GET /movie/new', {
    summary: 'Create an empty movie and its folder',
    description: 'Movies that nobody touches are cleaned up after a while.',
    auth: 'user',
    changes: true,
    output: z.object({ work_id: z.int() }),
    words: done,
    handler: async ({ em, actor, ports }) => ({ work_id: (await createMovie(em, ports.storage, actor.id)).id }),
  }),

  travel.route('POST /movie/:work_id/upload', {
    summary: 'Upload a picture, or info.json, into the movie',
    description:
      'JPEG, PNG or WebP by content, at most 20 MB and 50 pictures a movie; info.json at most 256 KB, a new one replaces the former.',
    auth: 'user',
    rate: 'upload',
    input: { params: WorkId, file: 'file' },
    output: z.object({ filename: z.string(), url: z.string() }),
    words: done,
    async handler({ em, actor, params, ports, file, link }) {
      const movie = await findOwnMovie(em, actor.id, params.work_id);
      if (!file) throw new DomainError('invalid', 'file_missing');
      const filename = await addUpload(em, ports, movie.id, file);
      return { filename, url: link(`/media/movies/${movie.id}/${filename}`) };
    },
  }),

  travel.route('GET /movie/:work_id/start', {
    summary: 'Queue the render, or decide on a re-run',
    description: `Answers 已加入队列, or 已重新加入队列 where the task was lost, or 原执行失败，已重新加入队列 after a failure.`,
    auth: 'user',
    changes: true,
    flows: true,
    rate: 'render',
    input: { params: WorkId },
    output: z.null(),
    refusals: {
      movie_expired: '影集已过期，请重新新建',
      movie_finished: '任务已完成',
      already_queued: '已在 {} 队列中',
    },
    async handler({ em, actor, params, ports, flows }) {
      const own = await findOwnMovie(em, actor.id, params.work_id);
      const movie = await expireIfFolderGone(em, ports.storage, own);
      return say(startWords[await beginRender(em, flows, movie)], null);
    },
  }),

  travel.route('GET /movie/:work_id/delete', {
    summary: 'Delete the movie: its render stops, its folder is removed',
    auth: 'user',
    changes: true,
    flows: true,
    input: { params: WorkId },
    output: z.null(),
    words: done,
    async handler({ em, actor, params, flows }) {
      const { id: movieId } = await findOwnMovie(em, actor.id, params.work_id);
      try {
        await flows.begin(movieRemoval, { movieId });
      } catch (error) {
        if (!(error instanceof DomainError && error.code === 'already_running')) throw error;
      }
      return null;
    },
  }),

  travel.route('POST /movie/:work_id/share', {
    summary: 'Show the movie to everybody, or to its owner alone again',
    ours: true,
    auth: 'user',
    input: { params: WorkId, body: z.object({ public: Flag, tag: Whole.optional() }) },
    output: z.object({ work_id: z.int(), public: z.boolean(), tag: z.int() }),
    words: done,
    async handler({ em, actor, params, body }) {
      const movie = await shareMovie(em, actor.id, params.work_id, { isPublic: body.public, tag: body.tag });
      return { work_id: movie.id, public: movie.isPublic, tag: movie.tag };
    },
  }),
];
