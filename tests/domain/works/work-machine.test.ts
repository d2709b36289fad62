import { expect, test } from '@jest/globals';
import { workMachine, worksReviewMachine, type WorkState } from '#domain/works/work.machine.ts';
import { gramsOf } from '#domain/works/name-grams.plan.ts';

const cases: [from: WorkState, event: string, to: WorkState | undefined][] = [
  ['WAITING', 'approve', 'ONLINE'],
  ['WAITING', 'refuse', 'UNSUBMIT'],
  ['WAITING', 'fail', 'FAIL'],
  ['WAITING', 'withdraw', 'UNSUBMIT'],
  ['WAITING', 'cancel', 'UNSUBMIT'],
  ['WAITING', 'expire', 'UNSUBMIT'],
  ['WAITING', 'edit', 'WAITING'],
  ['WAITING', 'putUp', undefined],
  ['WAITING', 'takeDown', undefined],
  ['ONLINE', 'takeDown', 'OFFLINE'],
  ['ONLINE', 'edit', 'WAITING'],
  ['ONLINE', 'approve', undefined],
  ['ONLINE', 'withdraw', undefined],
  ['OFFLINE', 'putUp', 'ONLINE'],
  ['OFFLINE', 'edit', 'WAITING'],
  ['UNSUBMIT', 'edit', 'WAITING'],
  ['UNSUBMIT', 'putUp', undefined],
  ['FAIL', 'edit', 'WAITING'],
  ['FAIL', 'approve', undefined],
  ['DELETE', 'edit', undefined],
  ['DELETE', 'remove', undefined],
];

test.each(cases)('a work in %s that takes %s is %s', (from, event, to) => {
  expect(workMachine.peek(from, event)).toBe(to);
});

test('every state but DELETE can be deleted, and nothing leads out of DELETE', () => {
  const others = workMachine.states.filter((state) => state !== 'DELETE');
  expect(others.map((state) => workMachine.peek(state, 'remove'))).toEqual(others.map(() => 'DELETE'));
  expect(workMachine.isFinal('DELETE')).toBe(true);
});

test('a review ends wherever it leads, and leads where the life of the work does', () => {
  for (const [event, to] of Object.entries(worksReviewMachine.table.WAITING)) {
    expect(worksReviewMachine.isFinal(to)).toBe(true);
    expect(workMachine.peek('WAITING', event)).toBe(to);
  }
});

test('every part of a name has its grams among those of the name', () => {
  const name = ' 夜上海 Remix 🎵🎵';
  const grams = new Set(gramsOf(name));
  for (let from = 0; from < name.length; from++)
    for (let to = from + 1; to <= name.length; to++) {
      const part = name.slice(from, to);
      if (!part.isWellFormed() || part !== part.trim()) continue;
      expect(gramsOf(part.toUpperCase()).filter((gram) => !grams.has(gram))).toEqual([]);
    }
});

test('grams are safe within an array of the database, whatever the name', () => {
  expect(gramsOf(`a, "b" {c} \\ null '`).every((gram) => /^[0-9a-f]+(-[0-9a-f]+)?$/.test(gram))).toBe(true);
});
