import { z } from 'zod';
import { findMusician } from '#domain/musicians/find-musicians.ts';
import { findOwnWork, findWork, findWorksOf, hasDeleted } from '#domain/works/find-works.ts';
import { subjectOf } from '#domain/works/submission.plan.ts';
import { actingOn } from '../acting.ts';
import { vfine } from '../face.ts';
import { Nothing, text, uuid } from '../inputs.ts';
import { presentWork, WorkState, WorkView, type WorkShown } from '../presenters/work.ts';
import { moveWork, removeWork, submitWork } from '../review-work.ts';
import { showWorks } from '../show-works.ts';
import { viewerOf, type Asked } from '../viewer.ts';
import { ChangedWork, fieldsOf, NewWork, newFieldsOf } from '../work-inputs.ts';

const refusals = { invalid_value: '传入参数不规范' };
const params = z.object({ uuid });

/** Who hands in a work, with our word that it is them. */
function handedIn(
  asked: Parameters<typeof actingOn>[0] & { newId(): string },
  workId: string,
  deed: 'submit' | 'edit',
) {
  const keys = { workId, submissionId: asked.newId() };
  return { ...keys, userUuid: asked.actor.uuid, ...actingOn(asked, subjectOf(keys), deed) };
}

/** A work as it is by now. */
async function shown(asked: Asked, id: string): Promise<WorkShown> {
  const work = await findWork(asked.em.fork(), id);
  return presentWork(work, await viewerOf(asked, [work]));
}

export const workRoutes = [
  vfine.route('POST /works/', {
    summary: 'Hand in a work: its review begins',
    auth: 'musician',
    rate: 'write',
    flows: true,
    input: { body: NewWork },
    output: WorkView,
    refusals,
    async handler(asked) {
      const { body, flows, newId, ports } = asked;
      const workId = newId();
      const content = { isNew: true, fields: newFieldsOf(body, workId, ports.secrets) } as const;
      await submitWork(flows, { ...handedIn(asked, workId, 'submit'), content });
      return shown(asked, workId);
    },
  }),

  vfine.route('PUT /works/:uuid/', {
    summary: "Change a work's metadata: it goes back to review",
    auth: 'musician',
    rate: 'write',
    flows: true,
    input: { params, body: ChangedWork },
    output: WorkView,
    refusals,
    async handler(asked) {
      const { em, actor, body, flows, ports } = asked;
      const { id: workId } = await findOwnWork(em, asked.params.uuid, actor);
      const content = { isNew: false, fields: fieldsOf(body, workId, ports.secrets) } as const;
      await submitWork(flows, { ...handedIn(asked, workId, 'edit'), content });
      return shown(asked, workId);
    },
  }),

  vfine.route('PATCH /works/:uuid/', {
    summary: 'Withdraw, put up or take down a work of one’s own; as an operator approve, give back or fail one',
    auth: 'user',
    flows: true,
    input: {
      params,
      body: z.object({
        status: WorkState.meta({
          description: 'musician: UNSUBMIT withdraws, ONLINE and OFFLINE; operator: ONLINE approves, UNSUBMIT, FAIL',
        }),
        remark: text(500).exactOptional().meta({ description: 'for the musician, where an operator decides' }),
      }),
    },
    output: WorkView,
    refusals,
    async handler(asked) {
      const work = await findWork(asked.em, asked.params.uuid);
      await moveWork(asked, work, asked.body);
      return shown(asked, work.id);
    },
  }),

  vfine.route('DELETE /works/:uuid/', {
    summary: 'Delete a work; its row is kept and shown to nobody',
    auth: 'musician',
    flows: true,
    input: { params },
    status: 204,
    output: Nothing,
    async handler(asked) {
      const [{ em, actor, isRetry }, id] = [asked, asked.params.uuid];
      if (isRetry && (await hasDeleted(em, id, actor))) return;
      await removeWork(asked, await findOwnWork(em, id, actor));
    },
  }),

  vfine.list('GET /mps/works/', {
    summary: "The caller's works in every state, the newest first",
    auth: 'musician',
    item: WorkView,
    handler: async (asked) => showWorks(asked, await findWorksOf(asked.em, { producer: asked.actor.id }, asked.window)),
  }),

  vfine.list('GET /mps/:uuid/works/', {
    summary: 'Works of one musician that are on the shelf, the newest first',
    auth: 'none',
    input: { params },
    item: WorkView,
    async handler(asked) {
      const { id: producer } = await findMusician(asked.em, asked.params.uuid);
      return showWorks(asked, await findWorksOf(asked.em, { producer, status: 'ONLINE' }, asked.window));
    },
  }),
];
