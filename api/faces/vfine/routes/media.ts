import { extname } from 'node:path';
import { z } from 'zod';
import { answerFile, storedFile } from '#api/kernel/file-answer.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { openLink } from '#domain/uploads/signed-link.ts';
import { vfine } from '../face.ts';

const types: Record<string, string> = {
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.aac': 'audio/aac',
  '.wav': 'audio/wav',
  '.flac': 'audio/flac',
  '.ogg': 'audio/ogg',
  '.json': 'application/json',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

export const mediaRoutes = [
  vfine.raw('GET /media/:token', {
    summary: 'A file that a short-lived link gives, to whoever has the link; ranges are served',
    ours: true,
    auth: 'none',
    input: { params: z.object({ token: z.string().regex(/^[\w-]{1,4000}\.[0-9a-f]{64}$/) }) },
    type: 'application/octet-stream',
    async handler({ params, request, ports: { secrets, storage, clock } }) {
      const { key, name } = openLink(secrets, params.token, clock.now());
      const type = types[extname(key).toLowerCase()] ?? 'application/octet-stream';
      const file = await storedFile(storage, key, { type, name });
      if (!file) throw new DomainError('not_found', 'no_such_link');
      return answerFile(request, file);
    },
  }),
];
