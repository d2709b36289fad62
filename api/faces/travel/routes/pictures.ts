import { z } from 'zod';
import { enlargementScales, mostColors, paintingStyles, weatherTags } from '#domain/ports/picture-models.ts';
import { travel } from '../face.ts';
import { blank, Text, Whole } from '../inputs.ts';
import { pictureOf, pictureRefusals } from '../model-picture.ts';
import { got } from '../words.ts';

const uploads = 'JPEG, PNG or WebP by content, at most 10 MB and 25 megapixels; nothing of it is kept.';
const Base64Jpeg = z.string().describe('a JPEG, base64 without a prefix');
const Scale = z.preprocess(blank, Whole.pipe(z.literal(enlargementScales)).default(3));
/** A style by its id or by its place in the list. */
const Style = Text.transform(
  (name = '0') => paintingStyles.find(({ id }, place) => id === name.trim() || String(place) === name.trim())?.id,
).pipe(z.literal(paintingStyles.map(({ id }) => id)));
const Channel = z.number().min(0).max(255);

const WeatherView = z
  .object({
    weather: z.enum(weatherTags),
    weather_id: z.int().min(0).max(3).meta({ description: 'tags 中的位置' }),
    tags: z.array(z.enum(weatherTags)).length(4),
    rate: z.array(z.number()).length(4).meta({ description: '各标签的原始得分，可为负，不是概率' }),
  })
  .meta({ id: 'TravelWeather' });

/** Models that look at a picture. They are open to everybody, as documented; rate, size and number at once are limited. */
export const pictureRoutes = [
  travel.route('POST /api/color', {
    summary: 'The k dominant colours of a picture by k-means: red, green, blue; largest first',
    description: `${uploads} Always k colours: the last one is repeated where the picture has fewer.`,
    auth: 'none',
    withoutTransaction: true,
    rate: 'model',
    input: {
      file: 'image',
      body: z.object({ k: z.preprocess(blank, Whole.pipe(z.int().min(1).max(mostColors)).default(3)) }),
    },
    output: z.array(z.tuple([Channel, Channel, Channel])),
    words: got,
    refusals: pictureRefusals,
    handler: ({ ports, file, body }) => ports.pictureModels.colors(pictureOf(file), body.k),
  }),

  travel.route('GET /api/style', {
    summary: 'The styles that a picture can be painted in, the default first',
    ours: true,
    auth: 'none',
    output: z.array(z.object({ id: z.string(), name: z.string() })),
    words: got,
    handler: async () => [...paintingStyles],
  }),

  travel.route('POST /api/style', {
    summary: 'Paint a picture in a style',
    description: `${uploads} The longest side becomes 1024 px. Classical painterly rendering, no trained network.`,
    auth: 'none',
    withoutTransaction: true,
    rate: 'model',
    input: { file: 'image', body: z.object({ style: Style }) },
    output: Base64Jpeg,
    words: got,
    refusals: { ...pictureRefusals, invalid_input: '指定的风格不存在' },
    async handler({ ports, file, body }) {
      const jpeg = await ports.pictureModels.paint(pictureOf(file), body.style);
      return jpeg.toString('base64');
    },
  }),

  travel.route('POST /api/fsrcnn', {
    summary: 'Enlarge a picture 2, 3 or 4 times by FSRCNN',
    description: `${uploads} The result has at most 40 megapixels.`,
    auth: 'none',
    withoutTransaction: true,
    rate: 'model',
    input: { file: 'image', body: z.object({ scale: Scale }) },
    output: Base64Jpeg,
    words: got,
    refusals: { ...pictureRefusals, invalid_input: '缩放倍数错误' },
    async handler({ ports, file, body }) {
      const jpeg = await ports.pictureModels.enlarge(pictureOf(file), body.scale);
      return jpeg.toString('base64');
    },
  }),

  travel.route('POST /api/weather', {
    summary: 'The weather in a picture: cloudy, rainy, snow or sunny, with raw scores',
    description: `${uploads} At least 32×32 px. A small classifier with modest accuracy: see docs/models.md.`,
    auth: 'none',
    withoutTransaction: true,
    rate: 'model',
    input: { file: 'image' },
    output: WeatherView,
    words: got,
    refusals: pictureRefusals,
    async handler({ ports, file }) {
      const { tag, scores } = await ports.pictureModels.weather(pictureOf(file));
      return { weather: tag, weather_id: weatherTags.indexOf(tag), tags: [...weatherTags], rate: scores };
    },
  }),
];
