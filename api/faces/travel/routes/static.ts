import { readFile } from 'node:fs/promises';
import { answerFile, fileOf } from '#api/kernel/file-answer.ts';
import { z } from 'zod';
import { impressions } from '#domain/places/impressions.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { travel } from '../face.ts';
import { impressionFolder } from '../presenters/places.ts';
import { defaultAvatar } from '../presenters/users.ts';

const assets = new URL('../../../../assets/', import.meta.url);
const made = new Date(Date.UTC(2026, 10, 21));

async function png(path: string, name: string) {
  return fileOf(await readFile(new URL(path, assets)), { type: 'image/png', name, modifiedAt: made });
}

export const staticRoutes = [
  travel.raw(`GET ${defaultAvatar}`, {
    summary: 'The avatar of everybody who has not set one',
    ours: true,
    auth: 'none',
    type: 'image/png',
    handler: async ({ request }) => answerFile(request, await png('avatars/default.png', 'avatar.png')),
  }),

  travel.raw(`GET ${impressionFolder}/:file`, {
    summary: 'An impression picture, as /api/location names it',
    ours: true,
    auth: 'none',
    input: { params: z.object({ file: z.string() }) },
    type: 'image/png',
    async handler({ request, params: { file } }) {
      if (!impressions.has(file)) throw new DomainError('not_found', 'no_such_path');
      return answerFile(request, await png(`places/impressions/${file}`, file));
    },
  }),
];
