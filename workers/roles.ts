import type { WorkerOptions } from '@temporalio/worker';
import { createAccountTraces } from '#activities/business/account-traces.ts';
import { createContactChangeRecords } from '#activities/business/contact-changes.ts';
import { createContactCodeRecords } from '#activities/business/contact-codes.ts';
import { createDubbingRecords } from '#activities/business/dubbing.ts';
import { createFilmPlanning } from '#activities/business/film-plan.ts';
import { createIntakeRecords } from '#activities/business/intake.ts';
import { createMessageRecords } from '#activities/business/messages.ts';
import { createAlbumEnds } from '#activities/business/album-ends.ts';
import { createAlbumRecords } from '#activities/business/albums.ts';
import { createOrderRecords } from '#activities/business/orders.ts';
import { createPasswordResetRecords } from '#activities/business/password-resets.ts';
import { createPurchaseRecords } from '#activities/business/purchases.ts';
import { createRealNameRecords } from '#activities/business/real-names.ts';
import { createReconciliation } from '#activities/business/reconciliation.ts';
import { createRefundRecords } from '#activities/business/refunds.ts';
import { createSheetPlanning } from '#activities/business/sheet-plan.ts';
import { createSongRecords } from '#activities/business/songs.ts';
import { createWorksEnds } from '#activities/business/works-ends.ts';
import { createWorkRecords } from '#activities/business/works.ts';
import { createTakeoutRecords } from '#activities/business/takeouts.ts';
import { createVerificationRecords } from '#activities/business/verification.ts';
import { createBillFetching } from '#activities/io/bills.ts';
import { createCardPictures } from '#activities/io/card-pictures.ts';
import { createIntakeFiles } from '#activities/io/intake-files.ts';
import { createLostUploads } from '#activities/io/lost-uploads.ts';
import { createMessaging } from '#activities/io/messaging.ts';
import { createAlbumFiles } from '#activities/io/album-files.ts';
import { createPaymentCalls } from '#activities/io/payments.ts';
import { createResetCodes } from '#activities/io/reset-codes.ts';
import { createTransfers } from '#activities/io/transfers.ts';
import { createWorksFiles } from '#activities/io/works-files.ts';
import { createDubbing } from '#activities/media/dubbing.ts';
import { createFilmRendering } from '#activities/media/film.ts';
import { createPictureAnalysis } from '#activities/media/pictures.ts';
import { createSheetRendering } from '#activities/media/sheet.ts';
import { createSongIngest } from '#activities/media/songs.ts';
import { taxSettingsOf } from '#adapters/tax-settings.ts';
import type { Adapters } from '#adapters/index.ts';
import type { TaskQueue } from '#workflows/kernel/queues.ts';

type Role = Pick<WorkerOptions, 'activities' | 'maxConcurrentActivityTaskExecutions'>;

function filmSize({ FILM_SIZE }: Adapters['settings']): { width: number; height: number } {
  const [width = 0, height = 0] = FILM_SIZE.split('x').map(Number);
  return { width, height };
}

const cleanUpDays = ({
  CLEANUP_UNFINISHED_DAYS: unfinished,
  CLEANUP_FINISHED_DAYS: finished,
}: Adapters['settings']) => ({
  unfinished,
  finished,
});

/** What each worker role does; a role is a task queue is a folder of activities. */
export const roles: Record<TaskQueue, (adapters: Adapters) => Role> = {
  business: (a) => ({
    activities: {
      ...createAccountTraces(a),
      ...createContactChangeRecords(a),
      ...createContactCodeRecords(a),
      ...createDubbingRecords(a),
      ...createIntakeRecords(a),
      ...createWorksEnds({ orm: a.orm, days: cleanUpDays(a.settings) }),
      ...createWorkRecords(a),
      ...createFilmPlanning(a),
      ...createMessageRecords(a),
      ...createAlbumEnds({ orm: a.orm, days: cleanUpDays(a.settings) }),
      ...createAlbumRecords({ orm: a.orm, size: filmSize(a.settings) }),
      ...createOrderRecords(a),
      ...createPasswordResetRecords(a),
      ...createPurchaseRecords(a),
      ...createRealNameRecords(a),
      ...createRefundRecords(a),
      ...createSheetPlanning(a),
      ...createSongRecords(a),
      ...createVerificationRecords(a),
      ...createReconciliation(a),
      ...createTakeoutRecords({ ...a, tax: taxSettingsOf(a.settings) }),
    },
  }),
  io: (a) => ({
    activities: {
      ...createMessaging(a),
      ...createCardPictures(a),
      ...createLostUploads(a),
      ...createAlbumFiles(a),
      ...createPaymentCalls(a),
      ...createResetCodes(a),
      ...createIntakeFiles(a),
      ...createWorksFiles(a),
      ...createTransfers(a),
      ...createBillFetching(a),
    },
  }),
  media: (a) => ({
    activities: {
      ...createPictureAnalysis(a),
      ...createFilmRendering(a),
      ...createSheetRendering(a),
      ...createDubbing(a),
      ...createSongIngest(a),
    },
    // One more than draw at once: the next segment begins while the encoder of the last one finishes.
    maxConcurrentActivityTaskExecutions: a.settings.MEDIA_SLOTS + 1,
  }),
};

/** What a role makes sure of before it takes its first task. */
export const preparations: Partial<Record<TaskQueue, (adapters: Adapters) => Promise<void>>> = {
  media: async ({ studio, sheets }) => void (await Promise.all([studio.check(), sheets.check()])),
};
