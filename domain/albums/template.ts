import { z } from 'zod';
import { closestZoom } from '#domain/albums/camera.plan.ts';
import { transitionTypes } from '#domain/albums/film.plan.ts';
import { moveKinds, poemLayouts, type FilmTemplate, type MusicPiece } from '#domain/albums/template.plan.ts';

const share = z.number().min(0).max(1);
const color = z.string().regex(/^#[0-9a-f]{6}$/);
const range = (low: number, high: number) =>
  z
    .tuple([z.number().min(low).max(high), z.number().min(low).max(high)])
    .refine(([from, to]) => from <= to, 'from ≤ to');

const TextStyleSchema = z.strictObject({
  font: z.enum(['serif', 'sans']),
  size: z.number().min(0.02).max(0.2),
  color: z.enum(['text', 'accent']),
  vertical: z.boolean(),
  x: share,
  y: share,
  anchor: z.enum(['center', 'top', 'bottom', 'left', 'right', 'topleft', 'topright', 'bottomleft', 'bottomright']),
});

/** What pictures a look is at its best with. */
export const SuitabilitySchema = z.strictObject({
  pictures: range(1, 100),
  portraits: range(0, 1),
  brightness: range(0, 1),
  saturation: range(0, 1),
  warmth: range(-1, 1),
});

/** What a file of `assets/templates` must look like. */
export const FilmTemplateSchema = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  name: z.string().min(1),
  music: z.string().regex(/^[a-z-]+$/),
  suits: SuitabilitySchema,
  beats: z.strictObject({
    title: z.int().min(2).max(32),
    shots: z.array(z.int().min(2).max(32)).min(1),
    poem: z.int().min(4).max(64),
  }),
  moves: z
    .array(
      z.strictObject({
        kind: z.enum(moveKinds),
        zoom: z.number().min(1.02).max(closestZoom),
        ease: z.enum(['linear', 'inOut']),
      }),
    )
    .min(1),
  transitions: z
    .array(
      z.strictObject({
        type: z.enum(transitionTypes),
        beats: z.number().min(0).max(4),
        towards: z.enum(['left', 'right', 'up', 'down']).exactOptional(),
      }),
    )
    .min(1),
  palette: z.strictObject({ text: color, accent: color }),
  title: TextStyleSchema,
  description: TextStyleSchema,
  date: TextStyleSchema,
  poem: TextStyleSchema.extend({ layout: z.enum(poemLayouts) }),
  attribution: TextStyleSchema,
}) satisfies z.ZodType<FilmTemplate>;

const decibels = z.array(z.number().min(-120).max(20)).min(1);

/** What a description in `assets/music` must look like. */
export const MusicPieceSchema = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  title: z.string().min(1),
  licence: z.string().min(1),
  file: z.string().regex(/^[a-z-]+\.(m4a|ogg|mp3)$/),
  bpm: z.number().min(30).max(240),
  beatsPerBar: z.int().min(2).max(8),
  firstBeatMs: z.number().min(0),
  loop: z.strictObject({ startMs: z.number().min(0), endMs: z.number().positive() }),
  durationMs: z.number().positive(),
  levels: z.strictObject({ lufs: decibels, peakDb: decibels }),
}) satisfies z.ZodType<MusicPiece>;
