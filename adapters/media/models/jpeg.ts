import sharp from 'sharp';
import type { Pixels } from '../pictures/opening.ts';

/** What a model made, as people get it. Huffman tables made for the picture would hold all its coefficients in memory: 240 MB for the largest. */
export const toJpeg = ({ data, width, height }: Pixels): Promise<Uint8Array> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4', optimizeCoding: false })
    .toBuffer();
