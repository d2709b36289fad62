import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalStorage } from '#adapters/storage/local.ts';
import { readCommand } from '#scripts/clips/command.ts';
import { demoSet } from '#scripts/clips/demo-set.ts';
import { handOverClip, linesOf } from '#scripts/clips/hand-over.ts';
import { addOneByOne } from '#scripts/clips/one-by-one.ts';

const dir = mkdtempSync(join(tmpdir(), 'ensemble-clip-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(dir, name), content);
  return join(dir, name);
};

describe('npm run clip', () => {
  test.each([
    ['add a.mp4', { verb: 'clip', video: 'a.mp4', subtitle: null, roles: [], name: 'a' }],
    [
      'add /x/b.mov --subtitle b.srt --roles 掌柜,客人 --name 茶馆',
      {
        verb: 'clip',
        video: '/x/b.mov',
        subtitle: 'b.srt',
        roles: [
          { name: '掌柜', picture: null },
          { name: '客人', picture: null },
        ],
        name: '茶馆',
      },
    ],
    [
      'add c.mp4 --roles 甲，乙 --pictures a.jpg,b.png',
      {
        roles: [
          { name: '甲', picture: 'a.jpg' },
          { name: '乙', picture: 'b.png' },
        ],
      },
    ],
    ['bgm add tune.mp3 --name 天台', { verb: 'music', file: 'tune.mp3', name: '天台' }],
    ['demo', { verb: 'demo' }],
  ])('understands %s', (line, command) => {
    expect(readCommand(line.split(' '))).toMatchObject(command);
  });

  test.each([
    ['', /usage/],
    ['add', /usage/],
    ['add a.mp4 b.mp4', /usage/],
    ['bgm a.mp3', /usage/],
    ['bgm add', /usage/],
    ['remove a', /usage/],
    ['add a.mp4 --loud', /--loud[^]*usage/],
    ['add a.mp4 --roles a,a', /same name/],
    ['add a.mp4 --roles a,b --pictures c.jpg', /2 roles, but 1 pictures/],
    [`add a.mp4 --roles b,${'x'.repeat(33)}`, /role has 1 to 32/],
    [`add a.mp4 --name ${'x'.repeat(65)}`, /1 to 64/],
  ])('refuses %s', (line, reason) => {
    expect(() => readCommand(line.split(' ').filter(Boolean))).toThrow(reason);
  });

  test.each([
    ['none.srt', 'no times here', /no SubRip subtitle/],
    ['half.srt', '1\n00:00:01,000 --> 00:00:02,000\n好\n\n2\n00:00:03,000 --> x\n坏\n', /1 of 2 cues/],
    ['latin.srt', Buffer.from([0xff, 0xfe, 0x31, 0x00]), /not UTF-8/],
    ['backwards.srt', '1\n00:00:05,000 --> 00:00:02,000\n好\n', /1 of 1 cues/],
  ])('refuses the subtitle %s', async (name, content, reason) => {
    await expect(linesOf(file(name, content))).rejects.toThrow(reason);
  });

  test('hands over a clip with its lines, roles and pictures', async () => {
    const storage = createLocalStorage(join(dir, 'files'));
    const [video, picture] = [file('v.mp4', 'clip'), file('p.jpg', 'face')];
    const subtitle = file('s.srt', '1\n00:00:01,000 --> 00:00:02,000\n甲：好\n');
    const roles = [
      { name: '甲', picture },
      { name: '乙', picture: null },
    ];
    const intake = await handOverClip(storage, 'abc', { verb: 'clip', video, subtitle, roles, name: '名' });
    expect(intake).toEqual({
      ticket: 'abc',
      name: '名',
      source: 'piaxi/intake/abc/clip',
      lines: [{ startMs: 1000, endMs: 2000, text: '甲：好' }],
      roles: [
        { name: '甲', picture: 'piaxi/intake/abc/picture-0' },
        { name: '乙', picture: null },
      ],
    });
    expect((await storage.readAll(intake.source)).toString()).toBe('clip');
    expect((await storage.readAll('piaxi/intake/abc/picture-0')).toString()).toBe('face');
  });

  test('says which file is missing', async () => {
    const storage = createLocalStorage(join(dir, 'files'));
    const clip = { verb: 'clip', video: join(dir, 'gone.mp4'), subtitle: null, roles: [], name: 'x' } as const;
    await expect(handOverClip(storage, 'abc', { ...clip, roles: [] })).rejects.toThrow(/there is no file .*gone\.mp4/);
  });

  test('goes on with the others where one cannot be taken in, and says which', async () => {
    const set = ['甲', '乙', '丙'].map((name) => ({
      ticket: name,
      command: { verb: 'music', file: 'f', name } as const,
    }));
    const refusal = new Error('failed', { cause: new Error('no picture') });
    const add = ({ ticket }: { ticket: string }) =>
      ticket === '甲' ? Promise.reject(refusal) : Promise.resolve(ticket);
    expect(await addOneByOne(set, async (one) => (one.ticket === '丙' ? undefined : add(one)))).toEqual({
      added: ['乙'],
      failed: ['甲 was not taken in: no picture'],
    });
  });

  test('the demo set has at least three clips with speakers and at least one music, in order', async () => {
    const set = await demoSet();
    const clips = set.flatMap(({ command }) => (command.verb === 'clip' ? [command] : []));
    expect(clips.length).toBeGreaterThanOrEqual(3);
    expect(set.slice(0, clips.length).every(({ command }) => command.verb === 'clip')).toBe(true);
    expect(set.length).toBeGreaterThan(clips.length);
    for (const { roles, subtitle } of clips) {
      const lines = await linesOf(subtitle ?? '');
      expect(lines.every(({ text }) => roles.some(({ name }) => text.startsWith(`${name}：`)))).toBe(true);
    }
  });
});
