import { ApplicationFailure, patched, setHandler, workflowInfo } from '@temporalio/workflow';
import type { WorkRecords } from '#activities/business/works.ts';
import { readActing, waitingDays } from '#domain/verification/decision.plan.ts';
import { isReviewed, requireChange, reviewKeyOf, type Submission } from '#domain/works/submission.plan.ts';
import { worksReviewMachine, type WorksReviewEvent, type WorksReviewState } from '#domain/works/work.machine.ts';
import { business } from '../kernel/proxies.ts';
import { refuse } from '../kernel/refuse.ts';
import { byWord, hear } from '../verdict/hearing.ts';
import type { Life } from '../verdict/life.ts';
import { decide, remove, resubmit, review, standing, withdraw } from './contract.ts';
import { createDesk, type Desk } from './desk.ts';
import { listenTo, type Listening } from './listening.ts';

const { recordSubmission, recordReviewEnd } = business<WorkRecords>();

const note = `\`refuse\` gives the work back to its musician, \`fail\` rejects it; either may come with a remark.
The musician may change it, take it back or delete it until then.`;

type WorkLife = Life<WorksReviewState, WorksReviewEvent>;

/** Writes what is handed in, and hears its song; answers the end of its review where that is over. */
async function takeIn(given: Submission, ears: Listening): Promise<WorksReviewState | void> {
  const found = await recordSubmission(given);
  return isReviewed(found) ? found.reviewed : ears.begin(found);
}

interface Begun {
  submission: Submission;
  desk: Desk;
  take(given: Submission): Promise<unknown>;
}

/** What the musician may still do. */
function attend(life: WorkLife, { submission, desk, take }: Begun): void {
  const end = (event: 'withdraw' | 'remove') => async (said: unknown) => {
    await desk.hold(() => true);
    life.requireOpen();
    return life.settle(event, readActing(said));
  };
  setHandler(withdraw, end('withdraw'), byWord(life));
  setHandler(remove, end('remove'), byWord(life));
  setHandler(
    resubmit,
    (given) =>
      desk.write(life.requireOpen, async () => {
        await take(given);
        life.showStanding();
      }),
    { validator: (given) => life.requireOpen() ?? refuse(() => requireChange(given, submission)) },
  );
}

/**
 * Waits until an event may count: an approval until the song is heard, and where that fails it is to be said again. The
 * deadline and the end of the run count whatever was changed before.
 */
async function hold(event: string, life: WorkLife, { desk, ears }: { desk: Desk; ears: Listening }): Promise<void> {
  if (event === 'expire' || event === 'cancel') return desk.close();
  const hadFailed = ears.hasFailed();
  const isHeard = (): boolean => event !== 'approve' || !ears.isListening() || !life.isOpen();
  await desk.hold(isHeard, () => {
    const isUnheard = event === 'approve' && life.isOpen() && ears.hasFailed() && !hadFailed;
    if (isUnheard && patched('approved-unheard'))
      throw ApplicationFailure.nonRetryable('the song could not be heard', 'unsupported', 'conflict');
  });
}

/** Fails a work whose file is no song, when no change of it is being written: that may bring another song. */
async function reject(remark: string, isReplaced: () => boolean, { life, desk }: { life: WorkLife; desk: Desk }) {
  const settle = () => (isReplaced() || !life.isOpen() ? undefined : life.settle('reject', { remark }));
  await (patched('song-replaced') ? desk.rest(settle) : settle());
}

/**
 * A musician hands in a work, its song is heard, and it waits for an operator: approved, given back or failed. A file
 * that is no song fails the work.
 */
export async function worksReview(submission: Submission): Promise<WorksReviewState> {
  const { workId, userUuid } = submission;
  const desk = createDesk();
  let life: WorkLife | undefined;
  const ears = listenTo(workId, {
    changed: () => life?.showStanding(),
    refused: async (remark, isReplaced) => life && reject(remark, isReplaced, { life, desk }),
  });
  const take = (given: Submission) => takeIn(given, ears);
  const matter = {
    userUuid,
    machine: worksReviewMachine,
    initial: 'WAITING' as const,
    days: waitingDays,
    messages: { review, decide, standing },
    verdicts: ['approve', 'refuse', 'fail'] as const,
    note: () => `${note}\n\n${ears.found()}`,
    hold: async (event: string) => life && hold(event, life, { desk, ears }),
    open: () =>
      desk.write(
        () => undefined,
        () => take(submission),
      ),
    news: { eventKey: `work:${workId}:${workflowInfo().runId}`, keyOf: reviewKeyOf },
  };

  try {
    return await hear<WorksReviewState, WorksReviewEvent>(
      { ...matter, record: (ending) => recordReviewEnd({ workId, ...ending }) },
      (opened) => {
        life = opened;
        attend(opened, { submission, desk, take });
        opened.showStanding();
      },
    );
  } finally {
    ears.stop();
  }
}
