import { z } from 'zod';
import type { Endpoint } from '#api/kernel/declaration.ts';
import { findFollowed, findFollowers, follow, unfollow } from '#domain/musicians/follows.ts';
import { findPerson } from '#domain/musicians/find-musicians.ts';
import { countCollected } from '#domain/works/works-of-musicians.ts';
import { vfine } from '../face.ts';
import { Nothing, uuid, wholePage } from '../inputs.ts';
import { ownAccount } from '../own-account.ts';
import { FollowView, presentFollow } from '../presenters/musicians.ts';

const { query, window } = vfine.paging;

const listOf = (endpoint: Endpoint, summary: string, find: typeof findFollowers) =>
  vfine.route(endpoint, {
    summary,
    auth: 'user',
    input: { query: query.extend(wholePage) },
    output: z.object({ data: z.array(FollowView) }),
    example: {
      data: [
        {
          location: {},
          musician: { type: 'SINGER' },
          works_likes: 5,
          avatar: '/test/pics/musician_profile.png',
          name: 'ZhangSan',
        },
      ],
    },
    async handler({ em, actor, query: asked }) {
      const people = await find(em, await ownAccount(em, actor), window(asked));
      const collected = await countCollected(
        em,
        people.map(({ id }) => id),
      );
      return { data: people.map((one) => presentFollow(one, collected.get(one.id) ?? 0)) };
    },
  });

export const followRoutes = [
  vfine.route('PUT /users/update-relation', {
    summary: 'Follow somebody, or no longer',
    auth: 'user',
    input: { body: z.object({ type: z.enum(['FOLLOW', 'UN-FOLLOW']), uuid }) },
    status: 204,
    output: Nothing,
    refusals: { invalid_value: 'type取值不对' },
    async handler({ em, actor, body }) {
      const [me, other] = [await ownAccount(em, actor), await findPerson(em, body.uuid)];
      const pair = { follower: me.id, followed: other.id };
      await (body.type === 'FOLLOW' ? follow(em, pair) : unfollow(em, pair));
    },
  }),

  listOf('GET /users/followers', 'Musicians who follow the caller, a musician', findFollowers),
  listOf('GET /users/following', 'Musicians whom the caller, a musician, follows', findFollowed),
];
