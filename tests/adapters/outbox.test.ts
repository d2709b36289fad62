import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOutbox, createOutboxMailer, createOutboxMessenger } from '#adapters/outbox.ts';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'ensemble-outbox-')), 'outbox');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

const entry = (id: string) => ({ id, channel: 'sms' as const, to: '13800000000', subject: '', text: `code ${id}` });

test('is empty before anything was kept', async () => {
  expect(await createOutbox(folder).list(10)).toEqual([]);
});

test('keeps mail and text messages, newest first', async () => {
  const outbox = createOutbox(folder);
  await createOutboxMailer(outbox).send({ id: 'm1', to: 'a@b.cn', subject: '验证码', text: '123456' });
  await createOutboxMessenger(outbox).send({ id: 's1', to: '13800000000', text: '654321' });

  expect(await outbox.list(10)).toEqual([
    { id: 's1', channel: 'sms', to: '13800000000', subject: '', text: '654321', at: expect.any(Date) },
    { id: 'm1', channel: 'mail', to: 'a@b.cn', subject: '验证码', text: '123456', at: expect.any(Date) },
  ]);
  expect(await outbox.list(1)).toHaveLength(1);
});

test('keeps one of what is sent twice, also at the same time', async () => {
  const outboxes = [createOutbox(folder), createOutbox(folder)];
  await Promise.all(outboxes.flatMap((outbox) => Array.from({ length: 5 }, () => outbox.add(entry('same')))));
  await outboxes[0]?.add({ ...entry('same'), text: 'again' });

  expect((await createOutbox(folder).list(10)).map(({ text }) => text)).toEqual(['code same']);
});

test('forgets the oldest beyond its limit', async () => {
  const outbox = createOutbox(folder, 3);
  for (let i = 0; i < 6; i += 1) await outbox.add(entry(String(i)));

  expect((await outbox.list(10)).map(({ id }) => id)).toEqual(['5', '4', '3']);
});

test('is readable by nobody else and leaves no drafts', async () => {
  await createOutbox(folder).add(entry('a'));
  const names = await readdir(folder);

  expect(names).toHaveLength(1);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, String(names[0])))).mode & 0o777).toBe(0o600);
});
