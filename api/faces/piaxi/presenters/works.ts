import { z } from 'zod';
import type { ListedWorks } from '#domain/dubbing/works.ts';
import { secondsOf } from './catalogue.ts';

export const WorksView = z
  .object({ works_id: z.int(), video_id: z.int(), name: z.string(), duration: z.int() })
  .meta({ id: 'PiaxiWorks' });

export function presentWorks({ id, video }: ListedWorks): z.input<typeof WorksView> {
  const { id: videoId, name, durationMs } = video.$;
  return { works_id: id, video_id: videoId, name, duration: secondsOf(durationMs) };
}
