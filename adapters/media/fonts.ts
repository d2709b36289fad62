import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { Caption } from '#domain/albums/film.plan.ts';

const { resolve } = createRequire(import.meta.url);

/** Only our own fonts, so that words look the same on every machine. Pango reads this when it draws its first text. */
process.env['FONTCONFIG_FILE'] ??= fileURLToPath(new URL('../../assets/fonts.conf', import.meta.url));

/** Family and file of each typeface; the file is named as well because a worker thread cannot change the environment of its process. */
export const typefaces: Record<Caption['font'], { family: string; file: string }> = {
  serif: {
    family: 'Noto Serif SC SemiBold',
    file: resolve('@expo-google-fonts/noto-serif-sc/600SemiBold/NotoSerifSC_600SemiBold.ttf'),
  },
  sans: {
    family: 'Noto Sans SC Medium',
    file: resolve('@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf'),
  },
};

/** The families as SVG names them, and the weights of them that there are. */
export const families: Record<Caption['font'], { family: string; weights: { regular: number; strong: number } }> = {
  serif: { family: 'Noto Serif SC', weights: { regular: 400, strong: 600 } },
  sans: { family: 'Noto Sans SC', weights: { regular: 400, strong: 500 } },
};

const files = [
  typefaces.serif.file,
  typefaces.sans.file,
  resolve('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf'),
  resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
];
let known: Promise<unknown> | undefined;

/** SVG cannot name a file: a word set in each of them makes the faces known to the whole process, whatever its environment says. */
export const knowFaces = (): Promise<unknown> =>
  (known ??= Promise.all(
    files.map((fontfile) =>
      sharp({ text: { text: '国', fontfile } })
        .raw()
        .toBuffer(),
    ),
  ));
