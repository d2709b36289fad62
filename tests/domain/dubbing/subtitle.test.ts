import { readSrt, writeSrt, type SubtitleLine } from '#domain/dubbing/subtitle.plan.ts';

const lines: SubtitleLine[] = [
  { startMs: 0, endMs: 1500, text: '我想做个好人' },
  { startMs: 3_661_001, endMs: 3_662_999, text: '好啊\n去跟法官说' },
];
const srt = `1
00:00:00,000 --> 00:00:01,500
我想做个好人

2
01:01:01,001 --> 01:01:02,999
好啊
去跟法官说
`;

test('a subtitle is written as SubRip and read again', () => {
  expect(writeSrt(lines)).toBe(srt);
  expect(readSrt(srt)).toEqual(lines);
});

test('an empty line inside a text does not end its cue', () => {
  const torn = writeSrt([{ startMs: 0, endMs: 9, text: '一\r\n\r\n二' }]);
  expect(readSrt(torn)).toEqual([{ startMs: 0, endMs: 9, text: '一\n二' }]);
});

test.each<[name: string, text: string, expected: SubtitleLine[]]>([
  ['a byte order mark and carriage returns', `\uFEFF${srt.replaceAll('\n', '\r\n')}`, lines],
  ['dots for commas and no numbers', '0:00:01.000 --> 0:00:02.000\n嗯', [{ startMs: 1000, endMs: 2000, text: '嗯' }]],
  [
    'cues out of order',
    `00:00:05,000 --> 00:00:06,000\nB\n\n00:00:01,000 --> 00:00:02,000\nA`,
    [
      { startMs: 1000, endMs: 2000, text: 'A' },
      { startMs: 5000, endMs: 6000, text: 'B' },
    ],
  ],
  ['a cue that ends before it begins', '00:00:02,000 --> 00:00:01,000\n嗯', []],
  ['a cue without text', '00:00:01,000 --> 00:00:02,000\n', []],
  ['anything else', 'hello', []],
])('reads %s', (_name, text, expected) => {
  expect(readSrt(text)).toEqual(expected);
});
