import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { tallestSheet, type Mark } from '#domain/albums/sheet.plan.ts';
import { flat, workFolder } from './kit.ts';
import { block, drawingIn, expectNear, frame, paperColor, sheetOf, tones } from './sheet-kit.ts';

const dir = workFolder();
const { draw, studio, job } = drawingIn(dir);

describe('drawSheet', () => {
  test('hangs pictures in order between strips of paper, over the borders of coded strips', async () => {
    const files = await Promise.all(tones.map((tone, i) => flat(dir, `tone-${i}.png`, tone)));
    const blocks = tones.flatMap((_, i) => [
      block(230, { frames: [frame(i, { x: 10, width: 250, height: 230 })] }),
      block(77),
    ]);
    const { at, meta } = await draw('order.jpg', sheetOf(blocks), files);

    expect(meta).toMatchObject({ format: 'jpeg', width: 270, height: 921, chromaSubsampling: '4:2:0', space: 'srgb' });
    tones.forEach((tone, i) => {
      for (const y of [20, 100, 210]) expectNear(at(135, i * 307 + y), tone);
      expectNear(at(2, i * 307 + 100), paperColor);
      expectNear(at(135, i * 307 + 268), paperColor);
    });
  });

  test('is the picture that one encoder would make of the same pixels', async () => {
    const pixels = Buffer.from(Array.from({ length: 90 * 70 * 3 }, (_, i) => (i * 7919) % 251));
    const file = join(dir, 'noise.png');
    await sharp(pixels, { raw: { width: 90, height: 70, channels: 3 } })
      .resize(270, 210)
      .toFile(file);
    const blocks = [block(900, { frames: [0, 1, 2, 3].map((i) => frame(0, { y: i * 220, height: 210 })) })];
    const { out } = await draw('whole.jpg', sheetOf(blocks), [file]);

    const picture = await sharp(file).raw().toBuffer();
    const canvas = Buffer.alloc(270 * 900 * 3, Buffer.from('f0e8d8', 'hex'));
    for (let i = 0; i < 4; i++) picture.copy(canvas, i * 220 * 270 * 3);
    const whole = await sharp(canvas, { raw: { width: 270, height: 900, channels: 3 } })
      .jpeg({ quality: 86, chromaSubsampling: '4:2:0' })
      .toBuffer();
    expect((await sharp(out).raw().toBuffer()).equals(await sharp(whole).raw().toBuffer())).toBe(true);
  });

  test('tells nothing but the picture: no EXIF, no profile, no comment', async () => {
    const file = join(dir, 'told.jpg');
    const exif = { IFD0: { Artist: 'somebody' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 15/1 0/1' } };
    await sharp({ create: { width: 300, height: 200, channels: 3, background: '#336699' } })
      .withExif(exif)
      .jpeg()
      .toFile(file);
    const { meta } = await draw('private.jpg', sheetOf([block(200, { frames: [frame(0)] })]), [file]);
    expect([meta.exif, meta.icc, meta.xmp, meta.iptc, meta.comments]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('flattens transparent, grey, palette and 16-bit pictures onto white', async () => {
    const clear = join(dir, 'clear.png');
    await sharp({ create: { width: 60, height: 60, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
      .png()
      .toFile(clear);
    const grey = join(dir, 'grey.png');
    await sharp({ create: { width: 60, height: 60, channels: 3, background: '#808080' } })
      .toColourspace('grey16')
      .png()
      .toFile(grey);
    const { at } = await draw(
      'odd.jpg',
      sheetOf([block(200, { frames: [frame(0)] }), block(200, { frames: [frame(1)] })]),
      [clear, grey],
    );
    expectNear(at(135, 100), { r: 255, g: 255, b: 255 });
    expectNear(at(135, 300), { r: 128, g: 128, b: 128 });
  });

  test('draws what a user wrote, and takes none of it for a drawing', async () => {
    const text = '</text><image href="file:///etc/passwd"/><!--&#0;]]>\u0000\u0001"\'';
    const words: Mark = {
      kind: 'words',
      text,
      x: 10,
      y: 60,
      size: 30,
      spacing: 0,
      font: 'sans',
      weight: 'regular',
      color: '#000000',
      anchor: 'start',
    };
    const column: Mark = {
      kind: 'column',
      text: '<&>',
      x: 30,
      y: 90,
      size: 30,
      pitch: 36,
      font: 'sans',
      weight: 'regular',
      color: '#000000',
    };
    const seal: Mark = { kind: 'seal', text: '<&>"', x: 100, y: 100, side: 60 };
    const { meta } = await draw('hostile.jpg', sheetOf([block(220, { marks: [words, column, seal] })]), []);
    expect(meta.height).toBe(220);
  });

  test('makes a file as tall as any reader takes', async () => {
    const files = await Promise.all(tones.map((tone, i) => flat(dir, `tall-${i}.png`, tone)));
    const blocks = [
      block(20_000, { frames: [frame(0, { width: 64 })] }),
      block(25_500),
      block(20_000, { frames: [frame(2, { width: 64, y: 19_800 })] }),
    ];
    const { at, meta } = await draw('tallest.jpg', sheetOf(blocks, 64), files);
    expect(meta.height).toBe(tallestSheet);
    expectNear(at(30, 100), tones[0] ?? paperColor);
    expectNear(at(30, tallestSheet - 100), tones[2] ?? paperColor);
  });

  test.each([
    ['is missing', []],
    ['is no picture', ['broken']],
  ])('refuses a picture that %s, and leaves nothing', async (_name, pictures) => {
    const files = pictures.map((name) => join(dir, name));
    await writeFile(join(dir, 'broken'), 'no picture at all');
    const out = join(dir, 'refused.jpg');
    const sheet = sheetOf([block(300), block(200, { frames: [frame(0)] })]);
    await expect(studio.drawSheet({ sheet, pictures: files, out }, job)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'bad_picture',
    });
    expect(readdirSync(dir)).not.toContain('refused.jpg');
  });

  test('tells how far it is, and leaves nothing when it is cancelled', async () => {
    const file = await flat(dir, 'again.png', tones[0] ?? { r: 0, g: 0, b: 0 });
    const stop = new AbortController();
    const seen: number[] = [];
    const onProgress = (done: number) => {
      seen.push(done);
      if (done > 0.5) stop.abort(new Error('nobody wants it'));
    };
    const sheet = sheetOf(Array.from({ length: 20 }, () => block(200, { frames: [frame(0)] })));
    const ended = studio.drawSheet(
      { sheet, pictures: [file], out: join(dir, 'cancelled.jpg') },
      { signal: stop.signal, onProgress },
    );
    await expect(ended).rejects.toThrow('nobody wants it');
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen).toHaveLength(11);
    expect(readdirSync(dir)).not.toContain('cancelled.jpg');
  });
});
