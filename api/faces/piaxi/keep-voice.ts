import type { EntityManager } from '@mikro-orm/core';
import type { Upload } from '#api/kernel/declaration.ts';
import type { Ports } from '#api/kernel/ports.ts';
import { recordingOf } from '#domain/dubbing/dubbing-folder.ts';
import { inspectRecording, keepRecording, type Spoken } from '#domain/dubbing/recordings.ts';
import type { Recording } from '#domain/dubbing/recording.entity.ts';

type Place = Pick<Spoken, 'roleId' | 'startMs' | 'mostOpen' | 'admit'> & { worksId: number };

/** Hears an upload, then keeps it in a transaction of its own; the former recording of the place goes after that. */
export async function keepVoice(
  em: EntityManager,
  ports: Ports,
  { worksId, ...place }: Place,
  file: Upload | undefined,
): Promise<Recording> {
  const heard = await inspectRecording(ports.sounds, file, ports.settings.voices);
  const { storage, settings } = ports;
  const { recording, replaced } = await em.transactional((unit) =>
    keepRecording(unit, { storage, quotaBytes: settings.quotaBytes }, worksId, { ...heard, ...place }),
  );
  if (replaced) await storage.remove(recordingOf(worksId, replaced));
  return recording;
}
