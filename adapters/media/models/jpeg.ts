import sharp from 'sharp';
import type { Pixels } from '../pictures/opening.ts';

/** What a model made, as people get it. */
export const toJpeg = ({ data, width, height }: Pixels): Promise<Uint8Array> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toBuffer();
