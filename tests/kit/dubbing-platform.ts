import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSettings } from '#adapters/env.ts';
import { connectAdapters } from '#adapters/index.ts';
import { connectTemporal } from '#adapters/temporal/client.ts';
import { createFlows } from '#adapters/temporal/flows.ts';
import { intakeOf } from '#domain/dubbing/dubbing-folder.ts';
import { readSrt } from '#domain/dubbing/subtitle.plan.ts';
import { readSecrets } from '#scripts/setup/data-folder.ts';
import { clipIngest } from '#workflows/clip-ingest/contract.ts';
import type { Platform } from './platform.ts';

const sample = 'assets/clips/1-teahouse';

/** Hands a clip of ours to a running platform, as an operator's command does; answers its number. */
export async function addSampleClip({ folder, temporalAddress, databaseUrl }: Platform): Promise<number> {
  const { POSTGRES_PASSWORD: _, ...secrets } = readSecrets(folder) ?? {};
  const settings = readSettings({
    ...secrets,
    ENSEMBLE_DATA: folder,
    DATABASE_URL: databaseUrl(),
    TEMPORAL_ADDRESS: temporalAddress,
  });
  const adapters = await connectAdapters(settings);
  const temporal = await connectTemporal(settings, adapters.dataConverter);
  const ticket = randomUUID();
  const source = `${intakeOf(ticket)}/clip.mp4`;
  await adapters.storage.putFile(source, join(sample, 'clip.mp4'));
  const lines = readSrt(await readFile(join(sample, 'subtitle.srt'), 'utf8'));
  const roles = ['掌柜', '客人'].map((name) => ({ name, picture: null }));
  const intake = { kind: 'clip' as const, ticket, name: '茶馆问路', source, lines, roles };
  await createFlows(temporal).begin(clipIngest, intake);
  const id = (await temporal.workflow.getHandle(clipIngest.id(intake)).result()) as number;
  await temporal.connection.close();
  await adapters.close();
  return id;
}
