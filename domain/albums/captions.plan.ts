import type { Caption } from '#domain/albums/film.plan.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';
import { sourceOf, type Poem } from '#domain/albums/poem.plan.ts';
import type { FilmTemplate, TextStyle } from '#domain/albums/template.plan.ts';
import { cleanText, widthOf, wrapText } from '#domain/albums/text.plan.ts';
import type { Slot, Timeline } from '#domain/albums/timeline.plan.ts';

export interface CaptionRequest {
  title: string; // clean
  description: string; // clean
  facts: readonly PictureFacts[]; // in film order
  poem: Poem | undefined;
  template: FilmTemplate;
  timeline: Timeline;
  width: number;
  height: number;
  fps: number;
}

interface Span {
  start: number;
  frames: number;
}

const widest = 0.84; // share of the frame that a line may take
const fadeTime = 0.6; // seconds
const shortestCaption = 1.2; // seconds; less is not read

/** All text of a film: title card, description, dates, poem. */
export function planCaptions(request: CaptionRequest): Caption[] {
  const poem = poemCaptions(request);
  const poemStart = poem[0]?.start ?? request.timeline.frames;
  const captions = [
    ...titleCaptions(request),
    ...descriptionCaptions(request, poemStart),
    ...dateCaptions(request, poemStart),
    ...poem,
  ];
  const isReadable = ({ frames, text }: Caption): boolean => text !== '' && frames >= shortestCaption * request.fps;
  return captions.filter(isReadable);
}

/** One caption of a style within a span; its fades are never longer than a third of it. */
function caption(
  text: string,
  { start, frames }: Span,
  style: TextStyle,
  size: number,
  request: CaptionRequest,
): Caption {
  const { template, fps } = request;
  const { font, vertical, x, y, anchor } = style;
  const fade = Math.max(0, Math.min(Math.round(fadeTime * fps), Math.floor(frames / 3)));
  return { text, start, frames, fade, font, size, color: template.palette[style.color], vertical, x, y, anchor };
}

const sizeOf = (style: TextStyle, { height }: CaptionRequest): number => Math.round(style.size * height);

/** Lines of text in a style: as many em as the frame's width (or height, in columns) holds. */
function set(text: string, style: TextStyle, lines: number, request: CaptionRequest): string {
  const room = (style.vertical ? 0.8 * request.height : widest * request.width) / sizeOf(style, request);
  return wrapText(text, Math.floor(room), lines).join('\n');
}

/** The time in which a picture stands alone: without the transitions at both ends. */
function alone(index: number, { timeline }: CaptionRequest): Span {
  const slot: Slot | undefined = timeline.pictures[index];
  if (slot === undefined) return { start: 0, frames: 0 };
  const start = slot.start + slot.enter.frames;
  const next = timeline.pictures[index + 1]?.start ?? timeline.frames;
  return { start, frames: Math.max(0, next - start) };
}

function titleCaptions(request: CaptionRequest): Caption[] {
  const { title, description, template, timeline, fps } = request;
  if (timeline.title === undefined) return [];
  const lead = Math.round(0.4 * fps);
  const end =
    (timeline.pictures[0]?.start ?? timeline.frames) + Math.floor((timeline.pictures[0]?.enter.frames ?? 0) / 2);
  const span = { start: lead, frames: end - lead };
  const style = titleStyle(title, template.title);
  const head = caption(set(title, style, 2, request), span, style, sizeOf(style, request), request);
  if (!fitsTitleCard(description)) return [head];
  const below = template.description;
  const late = { start: span.start + Math.round(0.8 * fps), frames: span.frames - Math.round(0.8 * fps) };
  return [head, caption(set(description, below, 1, request), late, below, sizeOf(below, request), request)];
}

/** A long title is set smaller; only a short one of ideographs may stand in columns. */
function titleStyle(title: string, style: TextStyle): TextStyle {
  const isLong = widthOf(title) > 14;
  const isForColumns = !isLong && /^[\p{Script=Han}\u3000-\u303f\uff01-\uff60]+$/u.test(title);
  return { ...style, vertical: style.vertical && isForColumns, size: isLong ? style.size * 0.75 : style.size };
}

const fitsTitleCard = (description: string): boolean => description !== '' && widthOf(description) <= 20;

/** A longer description is told sentence by sentence over the pictures before the poem. */
function descriptionCaptions(request: CaptionRequest, poemStart: number): Caption[] {
  const { title, description, template, timeline } = request;
  if (title !== '' && fitsTitleCard(description)) return [];
  const sentences = description.match(/[^。！？；.!?;]+[。！？；.!?;]*/gu) ?? [];
  const style: TextStyle = { ...template.description, vertical: false, x: 0.5, y: 0.9, anchor: 'bottom' };
  return sentences.flatMap((sentence, i) => {
    if (i >= timeline.pictures.length) return [];
    const span = before(alone(i, request), poemStart);
    return [caption(set(sentence.trim(), style, 2, request), span, style, sizeOf(style, request), request)];
  });
}

const before = ({ start, frames }: Span, end: number): Span => ({
  start,
  frames: Math.max(0, Math.min(start + frames, end) - start),
});

const dateOf = (takenAt: string | undefined): string => {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(takenAt ?? '') ?? [];
  return year === undefined ? '' : `${year}年${Number(month)}月${Number(day)}日`;
};

/** The day a picture was taken, in a corner, whenever it is another day than before. Never the place: films are shared. */
function dateCaptions(request: CaptionRequest, poemStart: number): Caption[] {
  const style = request.template.date;
  let shown = '';
  return request.facts.flatMap(({ takenAt }, i) => {
    const date = dateOf(takenAt);
    if (date === '' || date === shown) return [];
    shown = date;
    return [caption(date, before(alone(i, request), poemStart), style, sizeOf(style, request), request)];
  });
}

/** The poem over the last picture: whole, in columns or a block beside what the eye goes to, or two lines at a time below it. */
function poemCaptions(request: CaptionRequest): Caption[] {
  const { poem, template, timeline, fps, facts } = request;
  if (poem === undefined) return [];
  const last = timeline.pictures.length - 1;
  const placed = beside(facts[last]?.focus, template.poem);
  const style = placed(template.poem);
  const { start } = alone(last, request);
  const span = { start, frames: timeline.frames - Math.round(0.4 * fps) - start };
  const size = sizeOf(style, request);
  const signature = set(sourceOf(poem), template.attribution, 1, request);
  const signed = { start: start + fps, frames: span.frames - fps };
  const attribution = caption(
    signature,
    signed,
    placed(template.attribution),
    sizeOf(template.attribution, request),
    request,
  );
  if (template.poem.layout !== 'couplets') {
    const seal = template.poem.layout === 'columns' ? { seal: sealOf(poem.author) } : {};
    return [{ ...caption(poem.text, span, style, size, request), ...seal }, attribution];
  }
  const [a = '', b = '', c = '', d = ''] = poem.text.split('\n');
  const half = Math.floor(span.frames / 2);
  const first = caption(`${a}，${b}。`, { start, frames: half }, style, size, request);
  const second = caption(`${c}，${d}。`, { start: start + half, frames: span.frames - half }, style, size, request);
  return [first, second, attribution];
}

/** Moves words so that the focus of the picture stays free: from one side to the other, or out of the middle. */
function beside(focus: PictureFacts['focus'] | undefined, poem: FilmTemplate['poem']): (style: TextStyle) => TextStyle {
  const centre = focus === undefined ? 0.5 : focus.x + focus.width / 2;
  if (poem.layout === 'block') return (style) => ({ ...style, x: centre > 0.5 ? 0.28 : 0.72 });
  const isHidden = poem.anchor.endsWith('right') ? centre > 0.58 : poem.anchor.endsWith('left') && centre < 0.42;
  return (style) => (isHidden ? { ...style, x: 1 - style.x, anchor: mirrored[style.anchor] } : style);
}

const mirrored: Record<TextStyle['anchor'], TextStyle['anchor']> = {
  center: 'center',
  top: 'top',
  bottom: 'bottom',
  left: 'right',
  right: 'left',
  topleft: 'topright',
  topright: 'topleft',
  bottomleft: 'bottomright',
  bottomright: 'bottomleft',
};

const sealOf = (author: string): string => Array.from(cleanText(author)).slice(0, 4).join('');
