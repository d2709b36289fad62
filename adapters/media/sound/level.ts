const reserveDb = 1.5; // between samples, and what an AAC encoder overshoots
const strongestGainDb = 30; // of an all but silent piece

/** Loudness (EBU R128) and highest peak of what will be heard; no finite numbers: silence. */
export interface Level {
  lufs: number;
  peakDb: number;
}

/** What a sound is brought to. */
export interface LevelGoal {
  lufs: number; // integrated
  ceilingDb: number; // dBTP
}

/** One gain for the whole sound; a limiter only where it would drive peaks over the ceiling. */
export function levelling({ lufs, peakDb }: Level, goal: LevelGoal): string[] {
  if (!Number.isFinite(lufs) || !Number.isFinite(peakDb)) return []; // silence has no loudness
  const gain = Math.min(goal.lufs - lufs, strongestGainDb);
  const ceiling = goal.ceilingDb - reserveDb;
  const limit = `alimiter=level=disabled:limit=${(10 ** (ceiling / 20)).toFixed(4)}:attack=5:release=50`;
  return [`volume=${gain.toFixed(2)}dB`, ...(peakDb + gain > ceiling ? [limit] : [])];
}
