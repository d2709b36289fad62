import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFfmpeg } from '#adapters/media/ffmpeg/abilities.ts';
import { workFolder } from './kit.ts';

const dir = workFolder();

/** A program that passes questions on to ffmpeg and strikes names from the answers. */
function without(name: string, ...struck: string[]): string {
  const file = join(dir, name);
  writeFileSync(file, `#!/bin/sh\nffmpeg "$@" | sed -E 's/\\b(${struck.join('|') || '\\$^'})\\b/other/g'\n`);
  chmodSync(file, 0o755);
  return file;
}

describe('the ffmpeg of a worker', () => {
  test('is taken when it can do everything', () => expect(checkFfmpeg('ffmpeg')).resolves.toBeUndefined());

  test.each([
    ['is none', '/bin/false', /^FFMPEG_PATH: \/bin\/false does not run as ffmpeg: /],
    ['is missing', '/no/ffmpeg', /^FFMPEG_PATH: \/no\/ffmpeg does not run as ffmpeg: .*ENOENT/],
    ['has no H.264', without('bare', 'libx264'), / lacks encoders libx264\. Install a full build/],
    [
      'lacks several things',
      without('poor', 'concat', 'alimiter', 'amix'),
      / lacks demuxers concat; filters (alimiter, amix|amix, alimiter)\./,
    ],
  ])('is refused when it %s, by what it lacks', async (_name, path, message) => {
    await expect(checkFfmpeg(path)).rejects.toThrow(message);
  });
});
