import { readFile } from 'node:fs/promises';
import { answerFile, fileOf } from '#api/kernel/file-answer.ts';
import { travel } from '../face.ts';
import { defaultAvatar } from '../presenters/users.ts';

const picture = new URL('../../../../assets/avatars/default.png', import.meta.url);
const made = new Date(Date.UTC(2026, 10, 21));

export const staticRoutes = [
  travel.raw(`GET ${defaultAvatar}`, {
    summary: 'The avatar of everybody who has not set one',
    ours: true,
    auth: 'none',
    type: 'image/png',
    handler: async ({ request }) =>
      answerFile(request, fileOf(await readFile(picture), { type: 'image/png', name: 'avatar.png', modifiedAt: made })),
  }),
];
