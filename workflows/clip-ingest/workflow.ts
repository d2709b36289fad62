import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { IntakeRecords } from '#activities/business/intake.ts';
import type { IntakeFiles } from '#activities/io/intake-files.ts';
import type { Intake } from '#domain/dubbing/ingest.plan.ts';
import type { DubbingMedia } from '#domain/dubbing/media.plan.ts';
import { open } from '../kernel/opening.ts';
import { business, io, media } from '../kernel/proxies.ts';
import { reasonOf } from '../kernel/reason.ts';
import { show } from '../kernel/standing.ts';

const records = business<IntakeRecords>();
const { ingestClip, ingestMusic } = media<Pick<DubbingMedia, 'ingestClip' | 'ingestMusic'>>();
const { removeIntake } = io<IntakeFiles>();

/** Normalises what was handed over, once and for good. Answers its number. */
async function takeIn(intake: Intake): Promise<number> {
  const { ticket, source } = intake;
  if (intake.kind === 'music') {
    const { id: bgmId } = await open(() => records.recordMusic(intake));
    show({ stage: 'INGESTING', details: `Music ${bgmId} is being normalised and measured.` });
    await records.recordMusicReady({ ticket, facts: await ingestMusic({ bgmId, source }) });
    return bgmId;
  }
  const { id: videoId, faces } = await open(() => records.recordClip(intake));
  show({ stage: 'INGESTING', details: `Video ${videoId} is being normalised and measured.` });
  await records.recordClipReady({ ticket, facts: await ingestClip({ videoId, source, faces }) });
  return videoId;
}

/** Takes in a clip or a piece of music: it is shown when its files are there, and never where it could not be taken in. */
export async function clipIngest(intake: Intake): Promise<number> {
  const { ticket } = intake;
  try {
    const id = await takeIn(intake);
    show({ stage: 'READY', details: `The ${intake.kind} has the number ${id}.` });
    return id;
  } catch (error) {
    const reason = isCancellation(error) ? 'cancelled' : reasonOf(error);
    show({ stage: 'FAILED', details: `Not taken in: ${reason}` });
    await CancellationScope.nonCancellable(() => records.recordNotTakenIn({ ticket }));
    throw error;
  } finally {
    await CancellationScope.nonCancellable(() => removeIntake({ ticket }));
  }
}
