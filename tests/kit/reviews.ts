import { createMessageRecords } from '#activities/business/messages.ts';
import { createWorkRecords } from '#activities/business/works.ts';
import { Upload } from '#domain/uploads/upload.entity.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { readActing, readDecision } from '#domain/verification/decision.plan.ts';
import { isReviewed, reviewKeyOf, type ReviewEnding, type Submission } from '#domain/works/submission.plan.ts';
import { worksReviewMachine } from '#domain/works/work.machine.ts';
import { remove, resubmit, review, withdraw, worksReview } from '#workflows/works-review/contract.ts';
import { asActivity } from './activity.ts';
import { unique, type World } from './world.ts';

/** The review of a work, driven by hand: the real activities, within a run that has an id. */
export function openReviews(world: World): void {
  const { orm, ports, flows } = world;
  const records = createWorkRecords({ ...ports, orm });
  const { recordMessage } = createMessageRecords({ orm });
  flows.onBegin(worksReview, async (submission: Submission, { id, runId }) => {
    const { workId, userUuid } = submission;
    const within = asActivity({ workflowExecution: { workflowId: id, runId } });
    if (isReviewed(await records.recordSubmission(submission))) flows.end(id);
    const end = async (ending: ReviewEnding) => {
      await within.run(() => records.recordReviewEnd(ending));
      const state = worksReviewMachine.next('WAITING', ending.event);
      const key = reviewKeyOf(state, ending.event);
      const remark = ending.remark && { remark: ending.remark };
      if (key) await recordMessage({ eventKey: `work:${workId}:${runId}`, userUuid, key, ...remark });
      flows.end(id);
      return state;
    };
    flows.answer(id, review, (input) => {
      const { verdict: event, ...said } = readDecision<'fail'>(input, ['approve', 'refuse', 'fail']);
      return end({ workId, event, ...said });
    });
    flows.answer(id, withdraw, (said) => end({ workId, event: 'withdraw', ...readActing(said) }));
    flows.answer(id, remove, (said) => end({ workId, event: 'remove', ...readActing(said) }));
    flows.answer(id, resubmit, (given) => records.recordSubmission(given as Submission));
  });
}

/** A file that somebody has uploaded; answers its key. */
export async function putUpload(world: World, user: User, content = 'music', type = 'songs'): Promise<string> {
  const key = `${type}/${user.uuid.replaceAll('-', '')}/${unique('t').slice(0, 12)}/song.mp3`;
  await world.ports.storage.put(key, Buffer.from(content));
  const em = world.em();
  const row = { user: user.id, key, sizeBytes: content.length, mimeType: 'audio/mpeg', toldBy: 'CALLBACK' } as const;
  await em.persist(em.create(Upload, row)).flush();
  return key;
}
