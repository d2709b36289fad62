import { castLines } from '#domain/dubbing/ingest.plan.ts';

const roles = new Map([
  ['陈永仁', 10],
  ['Ann', 11],
]);

test.each<[name: string, text: string, expected: { text: string; roleId?: number }]>([
  ['a known speaker', '陈永仁：我想做个好人', { text: '我想做个好人', roleId: 10 }],
  ['a colon of the other kind', 'Ann: tell the judge', { text: 'tell the judge', roleId: 11 }],
  ['a speaker who is no role', '路人：让开', { text: '路人：让开' }],
  ['no speaker', '三年之后又三年', { text: '三年之后又三年' }],
])('%s', (_name, text, expected) => {
  expect(castLines([{ startMs: 0, endMs: 1, text }], roles)).toEqual([{ startMs: 0, endMs: 1, ...expected }]);
});
