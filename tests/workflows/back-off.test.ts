import { describe, expect, test } from '@jest/globals';
import { backOff } from '#workflows/kernel/back-off.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** The first pauses, until so much time has passed. */
function pausesOf(pause: () => number, ms: number): number[] {
  const pauses: number[] = [];
  for (let waited = 0; waited < ms; waited += pauses.at(-1) ?? 0) pauses.push(pause());
  return pauses;
}

describe('pauses', () => {
  test('double, and on the first day are never longer than was said', () => {
    const pauses = pausesOf(backOff(1000, 10 * minute), day);
    expect(pauses.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
    expect(Math.max(...pauses)).toBe(10 * minute);
  });

  test('of a year leave room in the history of a run, and come every day', () => {
    const pauses = pausesOf(backOff(1000, 10 * minute), 365 * day);
    const eventsOfALook = 17; // a question, a call and a timer, with the workflow task that follows each
    expect(pauses.length * eventsOfALook).toBeLessThan(10_000);
    expect(Math.max(...pauses)).toBe(day);
  });

  test('of several that take turns are so many times as long: a year of five fits in a history as well', () => {
    const pause = backOff(1000, 10 * minute);
    const pauses = pausesOf(() => pause(5), 365 * day);
    expect(pauses.slice(0, 3)).toEqual([5000, 10_000, 20_000]);
    expect(pauses.length * 5 * 17).toBeLessThan(10_000);
    expect(Math.max(...pauses)).toBe(5 * day);
  });
});
