import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { DataConverter, PayloadCodec } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createContactCodeRecords } from '#activities/business/contact-codes.ts';
import { createMessageRecords } from '#activities/business/messages.ts';
import { createVerificationRecords } from '#activities/business/verification.ts';
import { createCardPictures } from '#activities/io/card-pictures.ts';
import { createMessaging } from '#activities/io/messaging.ts';
import { refusals } from '#activities/kernel/refusals.ts';
import { createOutboxMailer, createOutboxMessenger } from '#adapters/outbox.ts';
import { dataConverter } from '#adapters/temporal/converter.ts';
import { createFlows } from '#adapters/temporal/flows.ts';
import { vfineFace } from '#api/faces/vfine/index.ts';
import { buildUser } from './factories.ts';
import { createTestNamespace, workflowBundle } from './temporal.ts';
import { buildWorld } from './world.ts';

const readOnly = ({ payloadCodecs = [] }: DataConverter): PayloadCodec => ({
  encode: async (payloads) => payloads,
  decode: async (payloads) => (await payloadCodecs[0]?.decode(payloads)) ?? payloads,
});

/** V.Fine over HTTP with real processes: the real server, sealed payloads, real workers; messages end in the outbox. */
export async function startRealVfine() {
  const { address, namespace } = await createTestNamespace();
  const converter = dataConverter([{ id: 'test', key: randomBytes(32) }]);
  const [connection, native] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  const client = new Client({ connection, namespace, dataConverter: converter });
  const flows = createFlows(client, 'request-of-the-test', { patience: 100_000, queryPatience: 100_000 });
  const world = await buildWorld({ modules: [vfineFace], flows });
  const { orm, ports } = world;
  const { outbox } = ports;

  const common = {
    connection: native,
    namespace,
    dataConverter: converter,
    interceptors: { activity: [() => ({ inbound: refusals })] },
  };
  const workers = [
    await Worker.create({
      ...common,
      taskQueue: 'business',
      workflowBundle: await workflowBundle(),
      activities: {
        ...createContactCodeRecords({ ...ports, orm, settings: { RATE_LIMITS: true } }),
        ...createMessageRecords({ orm }),
        ...createVerificationRecords({ ...ports, orm }),
      },
    }),
    await Worker.create({
      ...common,
      taskQueue: 'io',
      activities: {
        ...createCardPictures({ ...ports, orm }),
        ...createMessaging({ ...ports, mailer: createOutboxMailer(outbox), texts: createOutboxMessenger(outbox) }),
      },
    }),
  ];
  const running = workers.map((worker) => worker.run());

  return {
    ...world,
    client,
    /** Sends as the Temporal UI does: plain JSON, sealed by nobody; what comes back it reads through the codec. */
    ui: new Client({ connection, namespace, dataConverter: { ...converter, payloadCodecs: [readOnly(converter)] } }),
    namespace,
    connection,
    buildOperator: () => buildUser(world, { realm: 'ops', roles: ['admin'] }),
    async stop(): Promise<void> {
      for (const worker of workers) worker.shutdown();
      await Promise.all(running);
      await Promise.all([native.close(), connection.close(), world.close()]);
    },
  };
}
export type RealVfine = Awaited<ReturnType<typeof startRealVfine>>;
