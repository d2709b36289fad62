import type { SheetDesign } from '#domain/albums/design.plan.ts';
import type { LabelWords } from '#domain/albums/keywords.plan.ts';
import type { Quatrain } from '#domain/albums/poem.plan.ts';
import type { FilmTemplate, MusicPiece } from '#domain/albums/template.plan.ts';

/** What films and long pictures are made of besides the pictures; ships with the program and never changes while it runs. */
export interface FilmAssets {
  templates: readonly FilmTemplate[];
  designs: readonly SheetDesign[];
  music: Readonly<Record<string, MusicPiece>>; // by id
  poems: readonly Quatrain[];
  labels: LabelWords;
}
