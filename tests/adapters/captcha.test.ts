import sharp from 'sharp';
import { createCaptchas } from '#adapters/captcha.ts';

const captchas = createCaptchas();

test('draws a PNG with four signs that cannot be taken for one another', async () => {
  const { answer, png } = await captchas.draw();

  expect(answer).toMatch(/^[A-HJKMNP-RT-Y346789]{4}$/);
  expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 160, height: 60 });
});

test('draws ink, not only a background', async () => {
  const { channels } = await sharp((await captchas.draw()).png).stats();
  expect(Math.max(...channels.slice(0, 3).map(({ stdev }) => stdev))).toBeGreaterThan(20);
});

test('never repeats itself', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, async () => (await captchas.draw()).answer));
  expect(new Set(answers).size).toBeGreaterThan(17);
});
