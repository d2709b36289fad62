import { z } from 'zod';
import { findPerson } from '#domain/musicians/find-musicians.ts';
import { collectWork, findCollected, uncollectWork } from '#domain/works/collect-work.ts';
import { findStarred, starWork, unstarWork } from '#domain/works/star-work.ts';
import { vfine } from '../face.ts';
import { Nothing, uuid } from '../inputs.ts';
import { ownAccount } from '../own-account.ts';
import { WorkView } from '../presenters/work.ts';
import { recordAct } from '../record-act.ts';
import { showWorks } from '../show-works.ts';

const StarBody = z.object({ pk: uuid.meta({ description: "the work's uuid" }) });

export const collectionRoutes = [
  vfine.route('PUT /users/collect-work/', {
    summary: 'Collect a work, or no longer',
    auth: 'user',
    input: { body: z.object({ uuid: uuid.meta({ description: 'the work' }), type: z.enum(['LIKE', 'UN-LIKE']) }) },
    status: 204,
    output: Nothing,
    refusals: { invalid_value: 'type取值不对' },
    async handler({ em, actor, body }) {
      const pair = { user: (await ownAccount(em, actor)).id, work: body.uuid };
      await (body.type === 'LIKE' ? collectWork(em, pair) : uncollectWork(em, pair));
    },
  }),

  vfine.list('GET /users/:uuid/collection-works/', {
    summary: 'Works that somebody has collected, the last one first',
    auth: 'none',
    input: { params: z.object({ uuid }) },
    item: WorkView,
    async handler(asked) {
      const { id } = await findPerson(asked.em, asked.params.uuid);
      return showWorks(asked, await findCollected(asked.em, id, asked.window));
    },
  }),

  vfine.list('GET /works/star/', {
    summary: 'Recommended works, the last one first',
    auth: 'none',
    item: WorkView,
    handler: async (asked) => showWorks(asked, await findStarred(asked.em, asked.window)),
  }),

  vfine.route('POST /works/star', {
    summary: 'Recommend a work',
    auth: 'admin',
    input: { body: StarBody },
    status: 204,
    output: Nothing,
    async handler(asked) {
      const before = await starWork(asked.em, asked.body.pk, asked.ports.clock.now());
      await recordAct(asked, 'star', `work:${asked.body.pk}`, { before, after: 'STAR' });
    },
  }),

  vfine.route('DELETE /works/star/', {
    summary: 'Recommend a work no longer',
    auth: 'admin',
    input: { body: StarBody },
    status: 204,
    output: Nothing,
    async handler(asked) {
      const before = await unstarWork(asked.em, asked.body.pk);
      await recordAct(asked, 'unstar', `work:${asked.body.pk}`, { before, after: 'NORMAL' });
    },
  }),
];
