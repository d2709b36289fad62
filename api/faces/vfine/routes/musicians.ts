import { z } from 'zod';
import { countries } from '#domain/musicians/country.plan.ts';
import { findMusicians, findPerson, findStarredMusicians, purposes, sorts } from '#domain/musicians/find-musicians.ts';
import { isFollowing } from '#domain/musicians/follows.ts';
import { starMusician, unstarMusician } from '#domain/musicians/star-musician.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { levels } from '#domain/catalog/level.plan.ts';
import { musicianTypes } from '#domain/verification/application.plan.ts';
import { countCollected, findForSaleOf } from '#domain/works/works-of-musicians.ts';
import { vfine } from '../face.ts';
import { Nothing, uuid } from '../inputs.ts';
import {
  MusicianView,
  presentMusician,
  presentPublic,
  presentStarred,
  StarredView,
  PublicView,
} from '../presenters/musicians.ts';
import { presentWork } from '../presenters/work.ts';
import { recordAct } from '../record-act.ts';
import { viewerOf } from '../viewer.ts';

const idsOf = (people: readonly User[]): number[] => people.map(({ id }) => id);

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
      const collected = (await countCollected(em, [user.id])).get(user.id) ?? 0;
      const following = actor && (await isFollowing(em, { follower: actor.id, followed: user.id }));
      return presentPublic(user, { collected, isFollowing: following });
    },
  }),

  vfine.list('GET /mps/', {
    summary: 'Musicians: all in the order of registration, the newest, or those whose works were collected most first',
    auth: 'none',
    input: {
      query: z.object({
        type: z.enum(['', ...musicianTypes]).default(''),
        level: z.enum(['', ...levels]).default(''),
        country: z.enum(['', ...countries]).default(''),
        purpose: z
          .enum(['', ...purposes])
          .default('')
          .meta({ description: "category of the musician's projects; none matches until there are projects" }),
        sort: z.enum(sorts).default('ALL'),
      }),
    },
    item: MusicianView,
    async handler({ em, query, window }) {
      const { items, total } = await findMusicians(em, query, window);
      const collected = await countCollected(em, idsOf(items));
      return { items: items.map((one) => presentMusician(one, collected.get(one.id) ?? 0)), total };
    },
  }),

  vfine.list('GET /mps/star/', {
    summary: 'Recommended musicians, the last one first, each with the newest twenty works for sale',
    auth: 'none',
    item: StarredView,
    async handler(asked) {
      const { em, window } = asked;
      const { items, total } = await findStarredMusicians(em, window);
      const collected = await countCollected(em, idsOf(items));
      const forSale = await findForSaleOf(em, idsOf(items));
      const viewer = await viewerOf(asked, [...forSale.values()].flat());
      const views = items.map((one) => {
        const works = (forSale.get(one.id) ?? []).map((work) => presentWork(work, viewer));
        return presentStarred(one, collected.get(one.id) ?? 0, works);
      });
      return { items: views, total };
    },
  }),

  vfine.route('POST /mps/star/', {
    summary: 'Recommend a musician: the level becomes STAR',
    auth: 'admin',
    input: { body: StarBody },
    status: 204,
    output: Nothing,
    async handler(asked) {
      const before = await starMusician(asked.em, asked.body.pk, asked.ports.clock.now());
      await recordAct(asked, 'star', `musician:${asked.body.pk}`, { before, after: 'STAR' });
    },
  }),

  vfine.route('DELETE /mps/star/', {
    summary: 'Recommend a musician no longer',
    auth: 'admin',
    input: { body: StarBody },
    status: 204,
    output: Nothing,
    async handler(asked) {
      const before = await unstarMusician(asked.em, asked.body.pk);
      await recordAct(asked, 'unstar', `musician:${asked.body.pk}`, { before, after: 'NORMAL' });
    },
  }),
];
