import { z } from 'zod';
import { countries } from '#domain/musicians/country.plan.ts';
import { findMusicians, findPerson, sorts } from '#domain/musicians/find-musicians.ts';
import { isFollowing } from '#domain/musicians/follows.ts';
import { starMusician, unstarMusician } from '#domain/musicians/star-musician.ts';
import { mapSlice } from '#domain/shared/slice.ts';
import { vfine } from '../face.ts';
import { Nothing, uuid } from '../inputs.ts';
import {
  Level,
  MusicianType,
  MusicianView,
  presentMusician,
  presentPublic,
  PublicView,
} from '../presenters/musicians.ts';
import { recordAct } from '../record-act.ts';

const StarBody = z.object({ pk: uuid.meta({ description: "the musician's uuid" }) });

export const musicianRoutes = [
  vfine.route('GET /users/:uuid/', {
    summary: 'Somebody as everybody may see them',
    auth: 'none',
    input: { params: z.object({ uuid }) },
    output: PublicView,
    example: {
      uuid: '48b475fb-a796-41bc-8fe4-d8b7497aee4d',
      level: 'STAR',
      name: 'eigenTunes亦听',
      location: { city: '广东省', country: '中国' },
      is_musician: true,
      desc: '这是一段描述',
      type: 'PRODUCER',
      categories: [{ id: 222, name: '交响', real: false, parent: 219 }],
      avatar: 'default/nbJvfOaMreqqNmVNMESExxNMU0iBoLkDjY4sY6OTX47bJRuEgj.png',
      works_collected_count: 0,
      music_producer: 7,
    },
    async handler({ em, actor, params }) {
      const user = await findPerson(em, params.uuid);
      return presentPublic(user, actor && (await isFollowing(em, { follower: actor.id, followed: user.id })));
    },
  }),

  vfine.list('GET /mps/', {
    summary: 'Musicians: all in the order of registration, the newest, or those most followed first',
    auth: 'none',
    input: {
      query: z.object({
        type: MusicianType.exactOptional(),
        level: Level.exactOptional(),
        country: z.enum(countries).exactOptional(),
        sort: z.enum(sorts).default('ALL'),
      }),
    },
    item: MusicianView,
    handler: async ({ em, query, window }) => mapSlice(await findMusicians(em, query, window), presentMusician),
  }),

  vfine.route('POST /mps/star/', {
    summary: 'Recommend a musician: the level becomes STAR',
    auth: 'admin',
    input: { body: StarBody },
    status: 204,
    output: Nothing,
    async handler(asked) {
      await starMusician(asked.em, asked.body.pk, asked.ports.clock.now());
      await recordAct(asked, 'star', `musician:${asked.body.pk}`, { after: 'STAR' });
    },
  }),

  vfine.route('DELETE /mps/star/', {
    summary: 'Recommend a musician no longer',
    auth: 'admin',
    input: { body: StarBody },
    status: 204,
    output: Nothing,
    async handler(asked) {
      await unstarMusician(asked.em, asked.body.pk);
      await recordAct(asked, 'unstar', `musician:${asked.body.pk}`, { after: 'NORMAL' });
    },
  }),
];
