import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DomainError } from '#domain/shared/errors.ts';
import type { SongFacts } from '#domain/songs/song.plan.ts';
import type { Hearing, Submission } from '#domain/works/submission.plan.ts';
import { castReview, facts } from '#tests/kit/review-story.ts';
import { refused, startStories, type Stories } from '#tests/kit/story.ts';
import { decide, remove, resubmit, standing, withdraw } from '#workflows/works-review/contract.ts';

let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());

const cast = () => castReview(stories);

test('the song is heard, the operator reads what was found and approves, and the musician is told', async () => {
  const c = cast();
  c.records.recordFingerprint = async () => ({ workId: 'other-work', similarity: 0.934 });
  await c.play(async () => {
    await c.begin();
    await c.hears('93 % alike');
    expect(await c.details()).toContain('mp3, 3 min 5 s, -13.9 LUFS, peak -0.5 dBTP');
    expect(await c.details()).toContain('`approve` or `refuse` or `fail`');
    await expect(c.review({ verdict: 'maybe' })).rejects.toEqual(refused('invalid_value'));
    expect(await c.review({ verdict: 'approve', by: 'lee', requestId: 'r' })).toBe('ONLINE');
    expect(await c.handle.result()).toBe('ONLINE');
  });
  await stories.keep(c.id, 'works-review.happy');
  expect(c.heard).toEqual(['songs/a.mp3']);
  expect(c.endings).toEqual([{ workId: c.workId, event: 'approve', by: 'lee', requestId: 'r' }]);
  expect(c.messages).toMatchObject([{ userUuid: c.userUuid, key: 'SUCCESS_TO_WORK' }]);
});

test('a change that was recorded before, and whose review is over, is not reviewed again', async () => {
  const c = cast();
  c.records.recordSubmission = async () => ({ reviewed: 'ONLINE' });
  await c.play(async () => {
    await c.begin();
    expect(await c.handle.result()).toBe('ONLINE');
  });
  await stories.keep(c.id, 'works-review.reviewed-before');
  expect([c.heard, c.endings, c.messages]).toEqual([[], [], []]);
});

describe('an operator', () => {
  test.each([
    ['refuse', 'UNSUBMIT', 'RETURN_TO_WORK'],
    ['fail', 'FAIL', 'FAIL_TO_WORK'],
  ])('who signals %s from the Temporal UI leads it to %s', async (verdict, state, key) => {
    const c = cast();
    await c.play(async () => {
      await c.begin();
      await stories.flows.signal(c.id, decide, { verdict, remark: 'low' });
      expect(await c.handle.result()).toBe(state);
    });
    await stories.keep(c.id, `works-review.${verdict}`);
    expect(c.endings).toMatchObject([{ event: verdict, remark: 'low' }]);
    expect(c.messages).toMatchObject([{ key, remark: 'low' }]);
  });

  test('who approves while the song is being heard has approved when it is heard', async () => {
    const c = cast();
    const song = Promise.withResolvers<SongFacts>();
    c.ears.ingestSong = () => song.promise;
    await c.play(async () => {
      await c.begin();
      const { decided } = await c.asksToApprove();
      await sleep(300);
      expect(c.endings).toEqual([]);
      song.resolve(facts);
      expect(await decided).toBe('ONLINE');
      await c.handle.result();
    });
    expect(c.heard).toEqual(['songs/a.mp3']);
  });

  test('changes nothing by a change that is misspelt, or of another work', async () => {
    const c = cast();
    await c.play(async () => {
      await c.begin();
      const change = c.submission();
      const content = { isNew: false, fields: { nmae: 'x' } };
      for (const wrong of [
        { ...change, bye: 'lee' },
        { ...change, content },
        { ...change, workId: 'x' },
      ])
        await expect(stories.flows.update(c.id, resubmit, wrong as Submission)).rejects.toEqual(
          refused('invalid_value'),
        );
      await c.review({ verdict: 'approve' });
      await c.handle.result();
    });
  });

  test('does not approve what the musician changes meanwhile', async () => {
    const c = cast();
    const song = Promise.withResolvers<SongFacts>();
    c.ears.ingestSong = ({ key }) => (key === 'songs/b.mp3' ? Promise.resolve(facts) : song.promise);
    await c.play(async () => {
      await c.begin();
      const { decided } = await c.asksToApprove();
      const outcome = decided.catch((error: unknown) => error);
      await stories.flows.update(c.id, resubmit, c.submission('songs/b.mp3'));
      song.resolve(facts);
      expect(await outcome).toEqual(refused('action_already_done'));
      await stories.until(() => c.heard.includes('songs/b.mp3'));
      expect(await stories.flows.query(c.id, standing)).toMatchObject({ state: 'WAITING' });
      expect(await c.review({ verdict: 'approve' })).toBe('ONLINE');
      await c.handle.result();
    });
    await stories.keep(c.id, 'works-review.resubmitted');
    expect(c.endings).toHaveLength(1);
  });

  test('who cancels the run gives the work back', async () => {
    const c = cast();
    await c.play(async () => {
      await c.begin();
      await c.hears('3 min 5 s');
      await c.handle.cancel();
      await expect(c.handle.result()).rejects.toThrow('Workflow execution cancelled');
    });
    await stories.keep(c.id, 'works-review.cancelled');
    expect(c.endings).toMatchObject([{ event: 'cancel' }]);
  });
});

describe('a musician', () => {
  test.each([
    ['withdraw', withdraw, 'UNSUBMIT'],
    ['remove', remove, 'DELETE'],
  ] as const)(
    'who asks for %s ends the review and is told nothing; a verdict is too late',
    async (event, update, state) => {
      const c = cast();
      await c.play(async () => {
        await c.begin();
        expect(await stories.flows.update(c.id, update, { requestId: 'r' })).toBe(state);
        await expect(c.review({ verdict: 'approve' })).rejects.toEqual(
          expect.objectContaining({ code: expect.stringMatching(/action_already_done|not_running/) }),
        );
        expect(await c.handle.result()).toBe(state);
      });
      await stories.keep(c.id, `works-review.${event}`);
      expect(c.endings).toEqual([{ workId: c.workId, event, requestId: 'r' }]);
      expect(c.messages).toEqual([]);
    },
  );

  test('whose file is no song has it failed, with the reason', async () => {
    const c = cast();
    c.ears.ingestSong = () => Promise.reject(new DomainError('invalid', 'bad_song', '文件不是音频'));
    await c.play(async () => {
      await c.begin();
      expect(await c.handle.result()).toBe('FAIL');
    });
    await stories.keep(c.id, 'works-review.bad-song');
    expect(c.heard).toEqual(['not songs/a.mp3']);
    expect(c.endings).toEqual([{ workId: c.workId, event: 'reject', remark: '文件不是音频' }]);
    expect(c.messages).toMatchObject([{ key: 'FAIL_TO_WORK', remark: '文件不是音频' }]);
  });

  test('whose work cannot be recorded is refused', async () => {
    const c = cast();
    c.records.recordSubmission = () => Promise.reject(new DomainError('invalid', 'invalid_value'));
    await c.play(() => expect(c.begin()).rejects.toEqual(refused('invalid_value')));
    await stories.keep(c.id, 'works-review.refused');
    expect(c.endings).toEqual([]);
  });
});

test('a song that cannot be heard by a fault of ours still waits for the operator', async () => {
  const c = cast();
  c.ears.ingestSong = () => Promise.reject(new Error('no room on the disk'));
  await c.play(async () => {
    await c.begin();
    await c.hears('by a fault of ours');
    expect(await c.review({ verdict: 'approve' })).toBe('ONLINE');
    await c.handle.result();
  });
  await stories.keep(c.id, 'works-review.unheard');
  expect(c.heard).toEqual(['not songs/a.mp3']);
});

test.each<[what: string, hearing: Hearing, shown: RegExp]>([
  ['a path that names no file of ours', 'none', /names no file of ours/],
  ['a song that was heard before', 'known', /has not changed\.$/m],
  ['one that sounded alike', { match: { workId: 'other', similarity: 0.934 } }, /not changed\. .*`other` .*93 % alike/],
])('%s is said to the operator', async (_what, hearing, shown) => {
  const c = cast();
  c.records.recordSubmission = async () => hearing;
  await c.play(async () => {
    await c.begin();
    expect(await c.details()).toMatch(shown);
    await stories.flows.signal(c.id, decide, { verdict: 'approve' });
    expect(await c.handle.result()).toBe('ONLINE');
  });
  expect(c.heard).toEqual([]);
});

test('without a verdict the work is given back after fourteen days', async () => {
  const c = cast();
  await c.play(async () => {
    await c.begin();
    await stories.env.sleep('335 hours');
    expect(await stories.flows.query(c.id, standing)).toMatchObject({ state: 'WAITING' });
    expect(await c.handle.result()).toBe('UNSUBMIT');
  });
  await stories.keep(c.id, 'works-review.timed-out');
  expect(c.endings).toMatchObject([{ event: 'expire' }]);
  expect(c.messages).toMatchObject([{ key: 'EXPIRED_TO_WORK' }]);
});
