// npm run clip -- add VIDEO --subtitle FILE.srt --roles a,b [--pictures a.jpg,b.jpg] [--name NAME] · bgm add MUSIC [--name NAME] · demo
// Operators add clips and music for dubbing: the files are handed over and the process clip-ingest takes them in.
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { readSettings, SettingsError } from '#adapters/env.ts';
import { connectAdapters } from '#adapters/index.ts';
import { connectTemporal } from '#adapters/temporal/client.ts';
import { createFlows } from '#adapters/temporal/flows.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import type { Intake } from '#domain/dubbing/ingest.plan.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { clipIngest } from '#workflows/clip-ingest/contract.ts';
import { readCommand } from './clips/command.ts';
import { demoSet } from './clips/demo-set.ts';
import { handOverClip, handOverMusic } from './clips/hand-over.ts';
import { addOneByOne, reasonOf, type Addition, type Ticketed } from './clips/one-by-one.ts';
import { UsageError } from './shared/command-line.ts';

interface World {
  storage: FileStorage;
  temporal: Client;
}

async function intakeOf(storage: FileStorage, ticket: string, command: Addition): Promise<Intake> {
  if (command.verb === 'clip') return { kind: 'clip', ...(await handOverClip(storage, ticket, command)) };
  return { kind: 'music', ...(await handOverMusic(storage, ticket, command)) };
}

/** Waits for the number that a process gives what it takes in. */
async function numberOf({ temporal }: World, command: Addition, ticket: string): Promise<string> {
  const id: unknown = await temporal.workflow.getHandle(idOf(ticket)).result();
  return `${command.verb === 'clip' ? 'video' : 'bgm'} ${String(id)}: ${command.name}`;
}

/** Hands over and begins the process. */
async function add(world: World, command: Addition, ticket: string): Promise<string> {
  await createFlows(world.temporal).begin(clipIngest, await intakeOf(world.storage, ticket, command));
  return numberOf(world, command, ticket);
}

const idOf = (ticket: string): string => `clip-ingest:${ticket}`;

/** Leaves alone what is there already, and waits for what is under way. */
async function addOnce(world: World, { ticket, command }: Ticketed): Promise<string | undefined> {
  const run = await world.temporal.workflow
    .getHandle(idOf(ticket))
    .describe()
    .catch(() => undefined);
  if (run?.status.name === 'COMPLETED') return undefined;
  return run?.status.name === 'RUNNING' ? numberOf(world, command, ticket) : add(world, command, ticket);
}

/** In order, so that the first clip is video 1. */
async function addDemoSet(world: World): Promise<void> {
  const { added, failed } = await addOneByOne(await demoSet(), (one) => addOnce(world, one));
  if (added.length > 0) console.log(added.join('\n'));
  if (failed.length === 0) return;
  console.error(failed.join('\n'));
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2));
  const settings = readSettings();
  const adapters = await connectAdapters(settings);
  const temporal = await connectTemporal(settings, adapters.dataConverter);
  const world = { storage: adapters.storage, temporal };
  try {
    if (command.verb === 'demo') await addDemoSet(world);
    else console.log(await add(world, command, randomUUID()));
  } finally {
    await temporal.connection.close();
    await adapters.close();
  }
}

try {
  await main();
} catch (error) {
  const isTold = error instanceof UsageError || error instanceof SettingsError || error instanceof DomainError;
  console.error(isTold ? error.message : `not taken in: ${reasonOf(error)}`);
  process.exitCode = 1;
}
