import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import type { ContactOf } from '#domain/accounts/contact-code.plan.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { refused, startStories, type Stories } from '#tests/kit/story.ts';
import { contactChange, type ContactChange } from '#workflows/contact-change/contract.ts';

let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());

const changeFrom = (former: ContactChange['former']): ContactChange => ({
  changeId: randomUUID(),
  realm: 'travel',
  userId: 7,
  change: { phone: '13900000002' },
  former,
});

async function play(request: ContactChange, recordContactChange: () => Promise<void>) {
  const told: (ContactOf & { id: string })[] = [];
  const messaging = { sendWarning: async (to: ContactOf & { id: string }): Promise<void> => void told.push(to) };
  const outcome = await stories.tell({ business: { recordContactChange }, io: messaging }, async () => {
    const asked = await stories.flows.begin(contactChange, request).catch((error: unknown) => error);
    await stories.client.workflow
      .getHandle(contactChange.id(request))
      .result()
      .catch(() => undefined);
    return { asked, details: await stories.detailsOf(contactChange.id(request)) };
  });
  return { told, ...outcome };
}

test('every contact the account had before is told', async () => {
  const request = changeFrom({ phone: '13900000001', email: 'a@example.org' });
  const { told, details } = await play(request, async () => undefined);
  await stories.keep(contactChange.id(request), 'contact-change.happy');
  expect(told).toHaveLength(2);
  expect(told).toEqual(
    expect.arrayContaining([
      { id: `${request.changeId}-phone`, realm: 'travel', contact: { phone: '13900000001' } },
      { id: `${request.changeId}-email`, realm: 'travel', contact: { email: 'a@example.org' } },
    ]),
  );
  expect(details).toContain('2 former ones');
});

test('a contact that cannot be told does not keep the other from being told', async () => {
  const request = changeFrom({ phone: '13900000001', email: 'a@example.org' });
  const told: string[] = [];
  let tries = 0;
  const sendWarning = async ({ contact }: ContactOf): Promise<void> => {
    if ('phone' in contact) throw new DomainError('invalid', 'no_such_contact');
    if (++tries < 3) throw new Error('the mail server is away');
    told.push(contact.email);
  };
  await stories.tell({ business: { recordContactChange: async () => undefined }, io: { sendWarning } }, async () => {
    await stories.flows.begin(contactChange, request);
    const end = stories.client.workflow.getHandle(contactChange.id(request)).result();
    await expect(end).rejects.toBeInstanceOf(WorkflowFailedError);
  });
  expect(told).toEqual(['a@example.org']);
});

test('nobody is told of a change that was refused', async () => {
  const request = changeFrom({ phone: '13900000001', email: null });
  const { told, asked } = await play(request, async () => {
    throw new DomainError('conflict', 'phone_taken');
  });
  await stories.keep(contactChange.id(request), 'contact-change.refused');
  expect(asked).toEqual(refused('phone_taken'));
  expect(told).toEqual([]);
});
