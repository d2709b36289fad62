/**
 * Prints how much nearer to the original the networks of assets/models come than bicubic, on photographs that they were
 * not trained with (assets/samples): `node scripts/models/evaluate-fsrcnn.ts`. Degradation: antialiased bicubic.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openSuperResolution } from '#adapters/media/models/super-resolution.ts';
import { readUpload } from '#adapters/media/models/upload.ts';
import { enlargementScales } from '#domain/ports/picture-models.ts';
import { compareWithBicubic } from './super-resolution-gain.ts';

const samples = join(import.meta.dirname, '../../assets/samples');
const side = 1000; // px of the longest side of an original
const names = readdirSync(samples).filter((name) => name.endsWith('.jpg'));

console.log(`luma PSNR in dB: bicubic → FSRCNN (gain), originals of ${side} px`);
for (const scale of enlargementScales) {
  const enlarge = await openSuperResolution(scale);
  const gains: number[] = [];
  for (const name of names) {
    const { bicubic, fsrcnn } = await compareWithBicubic(
      await readUpload(join(samples, name), { side }),
      scale,
      enlarge,
    );
    gains.push(fsrcnn - bicubic);
    console.log(`x${scale} ${name}: ${bicubic.toFixed(2)} → ${fsrcnn.toFixed(2)} (${(fsrcnn - bicubic).toFixed(2)})`);
  }
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  console.log(`x${scale}: ${mean.toFixed(2)} dB above bicubic on average, ${Math.min(...gains).toFixed(2)} at least`);
}
