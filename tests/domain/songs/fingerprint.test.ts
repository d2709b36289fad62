import { expect, test } from '@jest/globals';
import { chanceOf } from '#scripts/shared/chance.ts';
import { bytesOf, decodeFingerprint, encodeFingerprint, wordsIn } from '#domain/songs/fingerprint.ts';
import { isTelling, keysOf, matchOf, similarity } from '#domain/songs/fingerprint.plan.ts';
import { songOf, spoilt } from '#tests/kit/fingerprints.ts';

const song = songOf(1, 1450); // three minutes
const drone = Uint32Array.from({ length: 1450 }, (_, i) => (i % 4 === 0 ? 0x214d_f977 : 0x2149_f977));

test.each([
  ['itself', song, 1, 1],
  ['the same with one bit of a hundred wrong', spoilt(song, 0.01, 2), 0.96, 1],
  ['the same with one bit of twelve wrong', spoilt(song, 0.08, 3), 0.8, 0.88],
  ['the same without its first minute', song.slice(480), 1, 1],
  ['the same without its last minute', song.slice(0, 970), 1, 1],
  ['twelve seconds of it', song.slice(700, 800), 1, 1],
  ['another song', songOf(4, 1450), 0, 0.2],
  ['a short other song', songOf(5, 100), 0, 0.3],
  ['a drone', drone, 0, 0],
  ['nothing', new Uint32Array(0), 0, 0],
])('a song is as similar to %s as it must be', (_name, other, least, most) => {
  for (const found of [similarity(song, other), similarity(other, song)]) {
    expect(found).toBeGreaterThanOrEqual(least);
    expect(found).toBeLessThanOrEqual(most);
  }
});

test('where one song lies in another is found', () => {
  expect(matchOf(song, spoilt(song.slice(301, 800), 0.05, 6))).toMatchObject({ offset: 301 });
  expect(matchOf(song.slice(301, 800), song)).toMatchObject({ offset: -301, similarity: 1 });
});

test('a drone tells nothing, not even of itself', () => {
  expect(isTelling(song)).toBe(true);
  expect(isTelling(drone)).toBe(false);
  expect(similarity(drone, drone)).toBe(0);
});

test('keys are a part of the words, wherever they stand, and outlive the bits that turn first', () => {
  const keys = keysOf(song);
  expect(keys.length).toBeGreaterThan(200);
  expect(keys.length).toBeLessThan(500);
  const kept = new Set(keys);
  expect(keysOf(song.slice(1)).filter((key) => kept.has(key)).length).toBeGreaterThan(keys.length - 2);
  expect(keysOf(song.map((word) => word ^ 0b101))).toEqual(keys);
  expect(keys.every((key) => Number.isInteger(key) && key >= 0 && key < 2 ** 31)).toBe(true);
});

test('a fingerprint is the same after it was text or bytes', () => {
  const chance = chanceOf(7);
  const words = Uint32Array.from({ length: 99 }, () => chance() * 2 ** 32);
  expect(decodeFingerprint(encodeFingerprint(words))).toEqual(words);
  expect(wordsIn(new Uint8Array([9, ...bytesOf(words)]).subarray(1))).toEqual(words); // not on a word's edge
  expect(decodeFingerprint('')).toHaveLength(0);
});
