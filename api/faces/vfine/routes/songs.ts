import { z } from 'zod';
import { answerFile, storedFile } from '#api/kernel/file-answer.ts';
import type { Ports } from '#api/kernel/ports.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { mapSlice } from '#domain/shared/slice.ts';
import type { ExampleSong } from '#domain/songs/example-song.entity.ts';
import { listExampleSongs } from '#domain/songs/example-songs.ts';
import { findDownload, findHearable } from '#domain/songs/find-song.ts';
import { linkTo } from '#domain/uploads/signed-link.ts';
import { vfine } from '../face.ts';
import { text, uuid } from '../inputs.ts';
import { presentTime } from '../presenters/time.ts';

const ByUuid = z.object({ uuid });

const ExampleView = z.object({
  id: z.int(),
  name: z.string(),
  href: z.string(),
  cover_path: z.string(),
  color: z.string().meta({ example: 'RED' }),
  group: z.string().meta({ example: 'CHINA' }),
  created_at: z.string(),
  status: z.enum(['ONLINE', 'OFFLINE']),
});

const presentExample = (song: ExampleSong, href: string): z.input<typeof ExampleView> => ({
  id: song.id,
  name: song.name,
  href,
  cover_path: song.coverPath,
  color: song.color,
  group: song.group,
  created_at: presentTime(song.createdAt),
  status: song.status,
});

/** What hearing a song has made, under a name that clients may save it by. */
async function madeFile(
  storage: Ports['storage'],
  key: string | null | undefined,
  file: { type: string; name: string },
) {
  const found = key ? await storedFile(storage, key, file) : undefined;
  if (!found) throw new DomainError('not_found', 'unknown_work'); // not heard yet, or the path names no file of ours
  return found;
}

export const songRoutes = [
  vfine.list('GET /songs/example/', {
    summary: 'Songs that show what a colour or a group of music sounds like; their addresses last ten minutes',
    auth: 'none',
    input: { query: z.object({ color: text(20).exactOptional(), group: text(20).exactOptional() }) },
    item: ExampleView,
    async handler({ em, query, window, absolute, ports: { secrets, clock } }) {
      const now = clock.now();
      const hrefOf = ({ path, name }: ExampleSong) =>
        /^https?:/.test(path) ? path : absolute(linkTo(secrets, { key: path, name: `${name}.m4a` }, now));
      return mapSlice(await listExampleSongs(em, query, window), (song) => presentExample(song, hrefOf(song)));
    },
  }),

  vfine.raw('GET /songs/:uuid/download/', {
    summary: 'Download a song: the clean file or the marked copy, by what the caller may hear',
    description: 'The redirect leads to an address that lasts ten minutes.',
    auth: 'user',
    input: { params: ByUuid },
    status: 302,
    async handler({ em, actor, params, absolute, ports: { secrets, storage, clock } }) {
      const file = await findDownload({ em, storage }, actor, params.uuid);
      const headers = { Location: absolute(linkTo(secrets, file, clock.now())), 'Cache-Control': 'no-store' };
      return { headers };
    },
  }),

  vfine.raw('GET /songs/:uuid/preview/', {
    summary: 'Thirty seconds of a song as an MP3, for everybody once the work is on the shelf',
    ours: true,
    auth: 'none',
    input: { params: ByUuid },
    type: 'audio/mpeg',
    async handler({ em, actor, params, request, ports: { storage } }) {
      const { previewKey, name } = await findHearable(em, actor, params.uuid);
      return answerFile(request, await madeFile(storage, previewKey, { type: 'audio/mpeg', name: `${name}.mp3` }));
    },
  }),

  vfine.raw('GET /songs/:uuid/peaks/', {
    summary: 'The waveform of a song for players, as audiowaveform writes it (version 2, 8 bits, 20 points a second)',
    ours: true,
    auth: 'none',
    input: { params: ByUuid },
    type: 'application/json',
    async handler({ em, actor, params, request, ports: { storage } }) {
      const { peaksKey, name } = await findHearable(em, actor, params.uuid);
      return answerFile(request, await madeFile(storage, peaksKey, { type: 'application/json', name: `${name}.json` }));
    },
  }),
];
