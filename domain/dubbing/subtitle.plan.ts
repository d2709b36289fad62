/** One line of a subtitle; times in ms from the beginning of the clip, the end not included. */
export interface SubtitleLine {
  startMs: number;
  endMs: number;
  text: string; // may hold \n
  roleId?: number; // who speaks it, where it is known
}

const pad = (value: number, width: number): string => String(Math.floor(value)).padStart(width, '0');

const stamp = (ms: number): string =>
  `${pad(ms / 3600_000, 2)}:${pad((ms / 60_000) % 60, 2)}:${pad((ms / 1000) % 60, 2)},${pad(ms % 1000, 3)}`;

/** SubRip text of a subtitle, numbered from 1. An empty line would end a cue early, so none is left inside a text. */
export const writeSrt = (lines: readonly SubtitleLine[]): string =>
  lines
    .map(({ startMs, endMs, text }, i) => {
      const shown = text.replaceAll(/\r\n?/g, '\n').replaceAll(/\n\s*\n/g, '\n');
      return `${i + 1}\n${stamp(startMs)} --> ${stamp(endMs)}\n${shown}\n`;
    })
    .join('\n');

const timing = /^(\d{1,3}):(\d{2}):(\d{2})[,.](\d{3})\s+-->\s+(\d{1,3}):(\d{2}):(\d{2})[,.](\d{3})/;

/** The lines of a SubRip text in order of their beginning; cues that cannot be read are left out. */
export function readSrt(srt: string): SubtitleLine[] {
  const cues = srt
    .replace(/^\uFEFF/, '')
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n+/);
  return cues.flatMap(readCue).toSorted((a, b) => a.startMs - b.startMs);
}

function readCue(cue: string): SubtitleLine[] {
  const rows = cue.trim().split('\n');
  const at = rows.findIndex((row) => timing.test(row));
  const [, ...numbers] = timing.exec(rows[at] ?? '') ?? [];
  const [h1 = 0, m1 = 0, s1 = 0, ms1 = 0, h2 = 0, m2 = 0, s2 = 0, ms2 = 0] = numbers.map(Number);
  const startMs = ((h1 * 60 + m1) * 60 + s1) * 1000 + ms1;
  const endMs = ((h2 * 60 + m2) * 60 + s2) * 1000 + ms2;
  const text = rows
    .slice(at + 1)
    .join('\n')
    .trim();
  return at < 0 || endMs <= startMs || text === '' ? [] : [{ startMs, endMs, text }];
}
