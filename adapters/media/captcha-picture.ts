import sharp from 'sharp';
import svgCaptcha from 'svg-captcha';

const size = { width: 160, height: 60 }; // px
const look = { ...size, fontSize: 62, noise: 3, color: true, background: '#f2f4f0' };

/** The package is itself the function that draws a given text; its types leave that out. */
const draw = svgCaptcha as unknown as (text: string, look: object) => string;

/** Draws a text so that people can read it and programs find it hard; the letters are shapes, no font is asked for. */
export async function drawCaptcha(text: string): Promise<Buffer> {
  return sharp(Buffer.from(draw(text, look)))
    .png({ palette: true })
    .toBuffer();
}
