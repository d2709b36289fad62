import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { CodeToSend } from '#domain/accounts/contact-code.plan.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { refused, startStories, type Stories } from '#tests/kit/story.ts';
import { contactVerification } from '#workflows/contact-verification/contract.ts';

let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());

function cast() {
  const request: CodeToSend = { codeId: randomUUID(), realm: 'vfine', contact: { phone: '+8613900000000' } };
  const notes: string[] = [];
  const records = {
    recordCode: async (): Promise<void> => void notes.push('recorded'),
    recordDelivery: async ({ isDelivered }: { isDelivered: boolean }) =>
      void notes.push(isDelivered ? 'delivered' : 'dropped'),
  };
  const gateway = { sendCode: async (): Promise<void> => void notes.push('sent') };
  const id = contactVerification.id(request);
  return {
    request,
    notes,
    records,
    gateway,
    id,
    begin: () => stories.flows.begin(contactVerification, request),
    play: <T>(story: () => Promise<T>): Promise<T> => stories.tell({ business: records, io: gateway }, story),
  };
}

describe('a code', () => {
  test('is recorded, sent, and only then the one who asked is answered', async () => {
    const story = cast();
    await story.play(async () => {
      await story.begin();
      expect(story.notes).toEqual(['recorded', 'sent', 'delivered']);
      await stories.env.client.workflow.getHandle(story.id).result();
      expect(await stories.detailsOf(story.id)).toContain('The code was sent');
    });
    await stories.keep(story.id, 'contact-verification.happy');
  });

  test('is not sent where it is refused', async () => {
    const story = cast();
    story.records.recordCode = async () => {
      throw new DomainError('too_many', 'too_many_requests');
    };
    await story.play(() => expect(story.begin()).rejects.toEqual(refused('too_many_requests')));
    await stories.keep(story.id, 'contact-verification.refused');
    expect(story.notes).toEqual([]);
  });

  test('is tried again where the gateway stumbles', async () => {
    const story = cast();
    let stumbles = 2;
    story.gateway.sendCode = async () => {
      if (stumbles-- > 0) throw new Error('connection reset');
      story.notes.push('sent');
    };
    await story.play(() => story.begin());
    expect(story.notes).toEqual(['recorded', 'sent', 'delivered']);
  });

  test.each([
    ['refuses it', () => ApplicationFailure.nonRetryable('no such number')],
    ['does not answer', () => new Error('connection refused')],
  ])('is dropped where the gateway %s', async (_name, failure) => {
    const story = cast();
    let tries = 0;
    story.gateway.sendCode = async () => {
      tries++;
      throw failure();
    };
    await story.play(async () => {
      const asked = story.begin().catch((error: unknown) => error);
      await stories.until(() => tries > 0);
      await stories.env.sleep('20 seconds');
      expect(await asked).toEqual(refused('upstream_error'));
      await expect(stories.env.client.workflow.getHandle(story.id).result()).rejects.toThrow('failed');
      expect(await stories.detailsOf(story.id)).toContain('nobody has it');
    });
    await stories.keep(story.id, 'contact-verification.undelivered');
    expect(story.notes).toEqual(['recorded', 'dropped']);
    expect(tries).toBeGreaterThan(0);
  });

  test('is dropped where an operator cancels the run', async () => {
    const story = cast();
    let isTrying = false;
    story.gateway.sendCode = async () => {
      isTrying = true;
      throw new Error('connection refused');
    };
    await story.play(async () => {
      const asked = story.begin().catch((error: unknown) => error);
      await stories.until(() => isTrying);
      await stories.env.client.workflow.getHandle(story.id).cancel();
      expect(await asked).toBeInstanceOf(Error);
    });
    await stories.keep(story.id, 'contact-verification.cancelled');
    expect(story.notes).toEqual(['recorded', 'dropped']);
  });
});
