import type { SubtitleLine } from '#domain/dubbing/subtitle.plan.ts';
import { typefaces } from '../fonts.ts';

const canvas = { width: 1280, height: 720 }; // that sizes below refer to
const style = `Default,${typefaces.sans.family},46,&H00FFFFFF,&H00FFFFFF,&H00000000,&H7F000000,0,0,0,0,100,100,0,0,1,2.5,1,2,60,60,44,1`;

const pad = (value: number): string => String(Math.floor(value)).padStart(2, '0');

/** h:mm:ss.cc */
const stamp = (ms: number): string =>
  `${Math.floor(ms / 3600_000)}:${pad((ms / 60_000) % 60)}:${pad((ms / 1000) % 60)}.${pad((ms % 1000) / 10)}`;

/** Text as text: what ASS reads as commands is written with the full-width signs of the same look. */
const escaped = (text: string): string =>
  text
    .replaceAll('{', '｛')
    .replaceAll('}', '｝')
    .replaceAll('\\', '＼')
    .replaceAll(/[^\P{Cc}\n\r\t]/gu, '')
    .trim()
    .replaceAll(/\s*\r?\n\s*/g, '\\N');

/** Lines of our own as an ASS script, for a soft track and for burning in; what lies outside the clip is left out. */
export const assOf = (lines: readonly SubtitleLine[], durationMs: number): string => {
  const shown = lines
    .map((line) => ({ ...line, endMs: Math.min(line.endMs, durationMs), text: escaped(line.text) }))
    .filter(({ startMs, endMs, text }) => startMs < endMs && text !== '');
  return [
    '[Script Info]',
    'ScriptType: v4.00+',
    `PlayResX: ${canvas.width}`,
    `PlayResY: ${canvas.height}`,
    'WrapStyle: 0',
    'ScaledBorderAndShadow: yes',
    '',
    '[V4+ Styles]',
    'Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding',
    `Style: ${style}`,
    '',
    '[Events]',
    'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
    ...shown.map(({ startMs, endMs, text }) => `Dialogue: 0,${stamp(startMs)},${stamp(endMs)},Default,,0,0,0,,${text}`),
    '',
  ].join('\n');
};
