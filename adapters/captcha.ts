import { randomInt } from 'node:crypto';
import { drawCaptcha } from './media/captcha-picture.ts';

/** Letters and digits that cannot be taken for one another, whatever the case. */
const signs = 'ABCDEFGHJKMNPQRTUVWXY346789';
const length = 4;

/** Captchas of four signs; how they are drawn is no secret, which they are comes from the system's random numbers. */
export const createCaptchas = () => ({
  async draw(): Promise<{ answer: string; png: Buffer }> {
    const answer = Array.from({ length }, () => signs[randomInt(signs.length)]).join('');
    return { answer, png: await drawCaptcha(answer) };
  },
});
