import sharp from 'sharp';
import type { Pixels } from '#adapters/media/pictures/opening.ts';
import { featureSide, weatherFeatures } from '#adapters/media/models/weather/features.ts';
import { weatherTags } from '#domain/ports/picture-models.ts';
import type { Example } from './learning.ts';
import type { Source } from './photos.ts';
import { renderClouds, renderRain, renderSnow, vary } from './render.ts';

const made = { rainy: renderRain, snow: renderSnow, cloudy: renderClouds };

const labelOf = (tag: (typeof weatherTags)[number]): number => weatherTags.indexOf(tag);

async function featuresOf({ data, width, height }: Pixels): Promise<Float32Array> {
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  const shrunk = image.resize(featureSide, featureSide, { fit: 'inside', withoutEnlargement: true, kernel: 'cubic' });
  const raw = await shrunk.raw().toBuffer({ resolveWithObject: true });
  return weatherFeatures({ data: raw.data, width: raw.info.width, height: raw.info.height });
}

/** Photographs as they are, and in training several times as other cameras would have taken them. */
export async function realExamples(
  sources: readonly Source[],
  times: number,
  chance: () => number,
): Promise<Example[]> {
  const examples: Example[] = [];
  for (const { label, photos } of sources) {
    if (label === 'none') continue;
    const tag = label === 'drawn snow' ? 'snow' : label;
    for (const photo of photos) {
      const weight = 1 / photos.length;
      const add = async (one: Pixels) =>
        examples.push({ features: await featuresOf(one), label: labelOf(tag), weight });
      await add(photo);
      for (let i = 1; i < times; i++) await add(vary(photo, chance));
    }
  }
  return examples;
}

/** Rain, snow and clouds over photographs of fair or unknown weather. */
export async function madeExamples(
  sources: readonly Source[],
  times: number,
  chance: () => number,
): Promise<Example[]> {
  const examples: Example[] = [];
  for (const { label, photos } of sources) {
    const [photo] = photos;
    if (photo === undefined || label === 'snow' || label === 'drawn snow' || label === 'rainy') continue;
    for (const [tag, render] of Object.entries(made))
      for (let i = 0; i < times; i++) {
        const picture = vary(render(photo, chance), chance);
        examples.push({ features: await featuresOf(picture), label: labelOf(tag as keyof typeof made), weight: 1 });
      }
  }
  return examples;
}
