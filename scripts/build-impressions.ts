/** Draws assets/places/impressions, a picture for each province and one for everywhere else: `node scripts/build-impressions.ts`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import sharp from 'sharp';
import '#adapters/media/fonts.ts';
import { cities } from './impressions/cities.ts';
import { halls } from './impressions/halls.ts';
import { land } from './impressions/land.ts';
import { box, disc, height, width, type Motif, type Palette } from './impressions/shapes.ts';
import { works } from './impressions/works.ts';
import { chanceOf } from './shared/chance.ts';

const out = join(import.meta.dirname, '..', 'assets', 'places', 'impressions');
const json = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'impressions', name), 'utf8'));

const motifs: Record<string, Motif> = { ...land, ...halls, ...cities, ...works };
const Color = z.string().regex(/^#[\da-f]{6}$/);
const PaletteSchema: z.ZodType<Palette> = z.object({
  sky: Color,
  glow: Color,
  sun: Color,
  ridges: z.tuple([Color, Color, Color]),
  ground: Color,
  light: Color,
  dark: Color,
  accent: Color,
});
const palettes = z.record(z.string(), PaletteSchema).parse(json('palettes.json'));
const scenes = z
  .record(
    z.string(),
    z.object({
      title: z.string(),
      seal: z.string(),
      palette: z.string().refine((name) => name in palettes),
      motifs: z.array(z.string().refine((name) => name in motifs)),
    }),
  )
  .parse(json('scenes.json'));

const letter = (text: string, x: number, y: number, size: number, fill: string): string =>
  `<text x="${x}" y="${y}" font-family="serif" font-size="${size}" text-anchor="middle" fill="${fill}">${text}</text>`;

/** The name in a column, with a seal below it. */
function inscription(title: string, seal: string, { sky, accent, dark }: Palette): string {
  const isNight = Number.parseInt(sky.slice(1, 3), 16) < 128;
  const ink = isNight ? '#f7e9d0' : dark;
  const [x, size] = [584, 44];
  const column = Array.from(title, (char, i) => letter(char, x, 68 + i * (size + 4), size, ink));
  const y = 84 + (title.length - 1) * (size + 4);
  const marks = Array.from(seal);
  const plate = `<rect x="${x - 14}" y="${y}" width="28" height="${8 + marks.length * 21}" rx="4" fill="${isNight ? '#c8462f' : accent}"/>`;
  return column.join('') + plate + marks.map((char, i) => letter(char, x, y + 22 + i * 21, 20, '#fff7ea')).join('');
}

function svgOf(id: string): string {
  const scene = scenes[id];
  const palette = palettes[scene?.palette ?? ''];
  if (!scene || !palette) throw new Error(`no scene ${id}`);
  const chance = chanceOf(Array.from(id).reduce((sum, char) => sum * 31 + (char.codePointAt(0) ?? 0), 7) % 2 ** 31);
  const [sunX, sunY] = [110 + 230 * chance(), 84 + 30 * chance()];
  const sky =
    box(0, 0, width, height, palette.sky) + disc(sunX, sunY, 150, palette.glow) + disc(sunX, sunY, 36, palette.sun);
  const drawn = scene.motifs.map((name) => motifs[name]?.(palette, chance)).join('');
  const text = inscription(scene.title, scene.seal, palette);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${sky}${drawn}${text}</svg>`;
}

mkdirSync(out, { recursive: true });
let total = 0;
for (const id of Object.keys(scenes)) {
  const png = await sharp(Buffer.from(svgOf(id)))
    .png({ palette: true, colours: 64, dither: 0, effort: 10 })
    .toBuffer();
  writeFileSync(join(out, `${id}1.png`), png);
  total += png.length;
}
console.log(`${Object.keys(scenes).length} pictures, ${total} bytes`);
