import type { VoiceLimits } from '#domain/dubbing/recordings.ts';
import type { CertificatePrinter } from '#domain/ports/certificate-printer.ts';
import type { Clock } from '#domain/ports/clock.ts';
import type { ObjectStore } from '#domain/ports/object-store.ts';
import type { PictureReader } from '#domain/ports/picture-reader.ts';
import type { OperatorLog } from '#domain/ports/operator-log.ts';
import type { Outbox } from '#domain/ports/outbox.ts';
import type { Payloads } from '#domain/ports/payloads.ts';
import type { Payments } from '#domain/ports/payments.ts';
import type { PictureModels } from '#domain/ports/picture-models.ts';
import type { Poet } from '#domain/ports/poet.ts';
import type { Places } from '#domain/ports/places.ts';
import type { Passwords, Secrets } from '#domain/ports/secrets.ts';
import type { Signer } from '#domain/ports/signer.ts';
import type { SoundStudio } from '#domain/ports/sound-studio.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import type { Weixin } from '#domain/ports/weixin.ts';

/** The outside world as routes see it. */
export interface Ports {
  certificatePrinter: CertificatePrinter;
  clock: Clock;
  operatorLog: OperatorLog;
  outbox: Outbox;
  passwords: Passwords;
  payloads: Payloads;
  payments: Payments;
  pictureModels: PictureModels;
  pictures: PictureReader;
  places: Places;
  poet: Poet;
  secrets: Secrets;
  signer: Signer;
  storage: FileStorage;
  objectStore: ObjectStore;
  sounds: Pick<SoundStudio, 'inspectVoice'>;
  weixin: Weixin;
  captchas: { draw(): Promise<{ answer: string; png: Buffer }> };
  settings: {
    allowNoCaptcha: boolean;
    rateLimits: boolean;
    sessionDays: number;
    idCardCheck: boolean;
    confirmContactChange: boolean;
    shareByDefault: boolean;
    /** What one person may keep, pictures or recordings. */
    quotaBytes: number;
    voices: VoiceLimits;
    dubbingWaitMs: number;
    testForms: boolean;
    /** Shows the copyright's owner whole to everybody. */
    showOwners: boolean;
    /** `name:password` of those who read the logs; none: nobody does. */
    logReader?: string | undefined;
    temporalUiOrigins: readonly string[];
  };
}
