import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { stripPicture } from '#domain/albums/strip-picture.ts';
import { flatPicture, tellingPicture } from '#tests/kit/pictures.ts';

const pixels = (picture: Buffer) => sharp(picture).raw().toBuffer();

describe('stripPicture', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('leaves nothing of a %s but the picture', async (format) => {
    const picture = await tellingPicture(format);
    expect(picture.includes('SECRET-ARTIST')).toBe(true);
    const stripped = stripPicture(picture);
    for (const secret of ['SECRET-ARTIST', 'SECRET-XMP', '2021:03:09']) expect(stripped.includes(secret)).toBe(false);
    expect(stripped.length).toBeLessThan(picture.length);
    const meta = await sharp(stripped).metadata();
    expect(meta.xmp).toBeUndefined();
    expect((await pixels(stripped)).equals(await pixels(picture))).toBe(true);
  });

  test.each(['jpeg', 'webp'] as const)('keeps a %s the right way up', async (format) => {
    for (const orientation of [3, 6, 8]) {
      const { orientation: kept } = await sharp(stripPicture(await tellingPicture(format, orientation))).metadata();
      expect(kept).toBe(orientation);
    }
  });

  test('drops what is appended after the end of a JPEG', async () => {
    const picture = Buffer.concat([await flatPicture('jpeg'), Buffer.from('SECRET-TRAILER')]);
    expect(stripPicture(picture).includes('SECRET-TRAILER')).toBe(false);
  });

  test('keeps every scan of a progressive JPEG', async () => {
    const noise = Buffer.from(Array.from({ length: 120 * 80 * 3 }, (_, i) => (i * 7919) % 251));
    const picture = await sharp(noise, { raw: { width: 120, height: 80, channels: 3 } })
      .jpeg({ progressive: true })
      .toBuffer();
    expect((await pixels(stripPicture(picture))).equals(await pixels(picture))).toBe(true);
  });

  test.each(['jpeg', 'png', 'webp'] as const)(
    'refuses or strips a %s cut anywhere, and never fails otherwise',
    async (format) => {
      const picture = await tellingPicture(format);
      for (let length = 12; length < picture.length; length += 7) {
        try {
          expect(stripPicture(picture.subarray(0, length)).includes('SECRET-ARTIST')).toBe(false);
        } catch (error) {
          expect(error).toMatchObject({ kind: 'invalid', code: 'bad_picture' });
        }
      }
    },
  );

  test('refuses what is no picture', () => {
    expect(() => stripPicture(Buffer.from('just some text, quite long'))).toThrow(
      expect.objectContaining({ code: 'bad_picture' }),
    );
  });
});
