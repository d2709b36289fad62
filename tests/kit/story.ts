import { expect } from '@jest/globals';
import { failureConverterPath } from '#adapters/temporal/converter.ts';
import { searchAttributes } from '#temporal/register.ts';
import { createTelling } from './telling.ts';
import { startTimeSkipping } from './temporal.ts';

/** Matches the refusal with this code. */
export const refused = (code: string): unknown => expect.objectContaining({ name: 'DomainError', code });

/** Stories on a server where days pass in milliseconds. */
export async function startStories() {
  const namespace = 'default';
  const env = await startTimeSkipping({ client: { dataConverter: { failureConverterPath } } });
  await env.connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  const telling = await createTelling(env.client, env.nativeConnection, { namespace });
  return {
    ...telling,
    env,
    async close(): Promise<void> {
      await telling.close();
      await env.teardown();
    },
  };
}
export type Stories = Awaited<ReturnType<typeof startStories>>;
