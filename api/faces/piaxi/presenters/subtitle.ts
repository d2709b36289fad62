import { z } from 'zod';
import type { SubtitleLine } from '#domain/dubbing/subtitle.plan.ts';

export const SubtitleView = z.object({
  subtitle: z.array(
    z.object({ start: z.int(), end: z.int(), text: z.string(), role_id: z.int().optional() }).meta({ id: 'PiaxiLine' }),
  ),
});

export const presentSubtitle = (lines: readonly SubtitleLine[]): z.input<typeof SubtitleView> => ({
  subtitle: lines.map(({ startMs, endMs, text, roleId }) => ({
    start: startMs,
    end: endMs,
    text,
    ...(roleId !== undefined && { role_id: roleId }),
  })),
});
