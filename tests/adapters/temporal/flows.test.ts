import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ServiceError, type Client } from '@temporalio/client';
import { createFlows } from '#adapters/temporal/flows.ts';
import { startRealStories, type RealStories } from '#tests/kit/real-stories.ts';
import { contactVerification } from '#workflows/contact-verification/contract.ts';
import { review, verificationOf } from '#workflows/musician-verification/contract.ts';

let stories: RealStories;
beforeAll(async () => void (stories = await startRealStories()), 120_000);
afterAll(() => stories.close());

describe('a process that no worker takes up', () => {
  test('is begun all the same: the caller is told to try again, then that it runs, and it happens once', async () => {
    const hasty = createFlows(stories.client, 'request', { patience: 15_000 });
    const request = { codeId: randomUUID(), realm: 'vfine', contact: { phone: '+8613900000000' } } as const;
    const begin = () => hasty.begin(contactVerification, request);
    const codes: string[] = [];

    await expect(begin()).rejects.toMatchObject({ kind: 'unavailable', code: 'busy' });
    await expect(begin()).rejects.toMatchObject({ kind: 'conflict', code: 'already_running' });

    const business = { recordCode: async () => void codes.push('recorded'), recordDelivery: async () => undefined };
    const io = { sendCode: async () => void codes.push('sent') };
    await stories.tell({ business, io }, () =>
      stories.client.workflow.getHandle(contactVerification.id(request)).result(),
    );
    expect(codes).toEqual(['recorded', 'sent']);
  });

  test('cannot be asked for anything when there is none', async () => {
    const asked = stories.flows.update(verificationOf(randomUUID()), review, { verdict: 'approve' });
    await expect(asked).rejects.toMatchObject({ kind: 'conflict', code: 'not_running' });
  });
});

/** Calls without a deadline. */
const atLeisure = <T>(_deadline: number, call: () => T): T => call();

/** A client whose server refuses each call so. */
function failing(code: number): Client {
  const cause = Object.assign(new Error('limit exceeded'), { code, details: 'limit exceeded', metadata: {} });
  const executeUpdate = () => Promise.reject(new ServiceError('Workflow Update failed', { cause }));
  return { withDeadline: atLeisure, workflow: { getHandle: () => ({ executeUpdate }) } } as unknown as Client;
}

const askOf = (client: Client) => createFlows(client).update('id', review, { verdict: 'approve' });

describe('a server that takes no more', () => {
  test.each([
    ['RESOURCE_EXHAUSTED', 8],
    ['FAILED_PRECONDITION', 9],
  ])('and says %s is busy', async (_name, code) => {
    await expect(askOf(failing(code))).rejects.toMatchObject({ kind: 'unavailable', code: 'busy' });
  });

  test('is no other trouble', async () => {
    await expect(askOf(failing(13))).rejects.toBeInstanceOf(ServiceError);
  });
});
