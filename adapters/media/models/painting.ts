import type { PaintingStyle } from '#domain/ports/picture-models.ts';
import type { Pixels } from '../pictures/opening.ts';
import { brush } from './styles/brush.ts';
import { ink } from './styles/ink.ts';
import { oil } from './styles/oil.ts';
import { pencil } from './styles/pencil.ts';
import { channelsOf, toPixels, type Rgb } from './styles/plane.ts';
import { watercolour } from './styles/watercolour.ts';
import { woodcut } from './styles/woodcut.ts';

const ways: Record<PaintingStyle, (planes: Rgb) => Rgb> = { oil, brush, ink, woodcut, pencil, watercolour };

export const paintingSide = 1024; // px of the longest side

/** The picture painted in a style, at its own size. */
export const paintingOf = (pixels: Pixels, style: PaintingStyle): Pixels => toPixels(ways[style](channelsOf(pixels)));
