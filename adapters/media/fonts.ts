import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
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
