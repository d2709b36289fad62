import { randomUUID } from 'node:crypto';
import type { SystemMessage } from '#activities/business/messages.ts';
import { refusalIn } from '#adapters/temporal/refusal.ts';
import type { SongFacts } from '#domain/songs/song.plan.ts';
import type { FingerprintMatch } from '#domain/works/song.plan.ts';
import type { Hearing, Reviewed, ReviewEnding, Submission } from '#domain/works/submission.plan.ts';
import type { WorksReviewState } from '#domain/works/work.machine.ts';
import { review, worksReview, worksReviewOf } from '#workflows/works-review/contract.ts';
import type { Stories } from './story.ts';

/** What hearing the song of a story finds. */
export const facts: SongFacts = {
  durationMs: 185_000,
  format: 'mp3',
  loudnessLufs: -13.94,
  truePeakDbtp: -0.5,
  fingerprint: 'AAAA',
  peaksKey: 'p',
  previewKey: 'v',
  watermarkKey: 'w',
};

/** One work and activities that only note what they were asked to write; by default its song is heard at once. */
export function castReview(stories: Stories) {
  const [endings, messages, heard]: [ReviewEnding[], SystemMessage[], string[]] = [[], [], []];
  const records = {
    recordSubmission: async ({ content }: Submission): Promise<Hearing | Reviewed> => ({
      key: content.fields.path ?? 'songs/a.mp3',
      essenceStartMs: 0,
    }),
    recordReviewEnd: async (ending: ReviewEnding): Promise<WorksReviewState | void> => void endings.push(ending),
    recordMessage: async (message: SystemMessage) => void messages.push(message),
    recordFingerprint: async (): Promise<FingerprintMatch | null> => null,
    recordSong: async ({ key }: { key: string }) => void heard.push(key),
    recordUnheard: async ({ key }: { key: string }): Promise<void> => void heard.push(`not ${key}`),
  };
  const ears = { ingestSong: async (_song: { key: string }): Promise<SongFacts> => facts };
  const submission = (path?: string): Submission => ({
    workId,
    submissionId: randomUUID(),
    userUuid,
    requestId: 'r',
    content: { isNew: false, fields: { ...(path && { path }) } },
  });
  const [workId, userUuid] = [randomUUID(), randomUUID()];
  const id = worksReviewOf(workId);
  const handle = stories.client.workflow.getHandle(id);
  return {
    workId,
    userUuid,
    endings,
    messages,
    heard,
    records,
    ears,
    id,
    handle,
    submission,
    begin: () => stories.flows.begin(worksReview, submission()),
    review: (input: unknown) => stories.flows.update(id, review, input),
    /** Asks for an approval and waits until the run has taken it up; what comes of it is `decided`. */
    async asksToApprove() {
      const args: [unknown] = [{ verdict: 'approve' }];
      const asked = await handle.startUpdate(review, { args, waitForStage: 'ACCEPTED' });
      const decided = asked.result().catch((error: unknown) => {
        throw refusalIn(error) ?? error;
      });
      return { decided };
    },
    details: () => stories.detailsOf(id),
    play: (story: () => Promise<void>) => stories.tell({ business: records, media: ears }, story),
    hears: (text: string) => stories.until(async () => (await stories.detailsOf(id)).includes(text)),
  };
}
