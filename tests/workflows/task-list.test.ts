import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startRealStories, type RealStories } from '#tests/kit/real-stories.ts';
import { contactChange } from '#workflows/contact-change/contract.ts';

// Lists come from the server's visibility store, which the time-skipping server lacks.
let stories: RealStories;
beforeAll(async () => void (stories = await startRealStories()), 180_000);
afterAll(() => stories.close());

test('processes of a realm are listed newest first, in parts, with where they stand', async () => {
  const begin = async (realm: 'travel' | 'vfine'): Promise<string> => {
    const change = { phone: '13900000002' };
    const request = { changeId: randomUUID(), realm, userId: 7, change, former: { phone: null, email: null } };
    await stories.flows.begin(contactChange, request);
    return contactChange.id(request);
  };
  await stories.tell({ business: { recordContactChange: async () => undefined } }, async () => {
    const ids = [await begin('travel'), await begin('travel'), await begin('travel')];
    await begin('vfine');
    const all = () => stories.flows.list('travel', { offset: 0, limit: 10 });
    await stories.until(async () => (await all()).items.filter(({ closedAt }) => closedAt).length === 3);
    const { items, total } = await all();
    expect(total).toBe(3);
    expect(items.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(items[0]).toMatchObject({ type: 'contactChange', status: 'COMPLETED', stage: 'TOLD' });
    expect(items[0]?.closedAt).toBeInstanceOf(Date);
    const part = await stories.flows.list('travel', { offset: 1, limit: 1 });
    expect([part.items.map(({ id }) => id), part.total]).toEqual([[ids[1]], 3]);
  });
});
