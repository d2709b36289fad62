import { expect, test } from '@jest/globals';
import { contentTypeOf } from '#adapters/media/content-type.ts';

test('a file is looked at no longer than somebody wants to know', async () => {
  const file = 'assets/music/dusk.m4a';
  expect(await contentTypeOf(file, new AbortController().signal)).toBe('audio/x-m4a');
  await expect(contentTypeOf(file, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
});
