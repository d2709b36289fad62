import { z } from 'zod';
import type { Links } from '#api/kernel/links.ts';
import type { Recording } from '#domain/dubbing/recording.entity.ts';
import type { ListedWorks } from '#domain/dubbing/works.ts';
import { secondsOf } from './catalogue.ts';

export const WorksView = z
  .object({ works_id: z.int(), video_id: z.int(), name: z.string(), duration: z.int() })
  .meta({ id: 'PiaxiWorks' });

export function presentWorks({ id, video }: ListedWorks): z.input<typeof WorksView> {
  const { id: videoId, name, durationMs } = video.$;
  return { works_id: id, video_id: videoId, name, duration: secondsOf(durationMs) };
}

/** What is told of a recording; the sound itself is not given back. */
export const RecordingView = z
  .object({
    role_id: z.int().nullable(),
    start: z.int().meta({ description: 'ms on the clip' }),
    duration: z.int().meta({ description: 'ms' }),
    format: z.string(),
  })
  .meta({ id: 'PiaxiRecording' });

export const presentRecording = ({ role, startMs, durationMs, format }: Recording): z.input<typeof RecordingView> => ({
  role_id: role?.id ?? null,
  start: startMs,
  duration: durationMs,
  format,
});

export const WorksDetailView = WorksView.extend({
  created_at: z.iso.datetime(),
  poster: z.string(),
  product: z.string().nullable(),
  rendered_at: z.iso.datetime().nullable(),
  recordings: z.array(RecordingView),
}).meta({ id: 'PiaxiWorksDetail' });

/** Files lie beside the API: `/piaxi/files`, or `/files` on a host name of the face's own. */
const fileLink = (link: Links['link'], path: string): string => `${link('').replace(/\/api$/, '')}/files/${path}`;

export const presentWorksDetail = (
  works: ListedWorks,
  recordings: readonly Recording[],
  link: Links['link'],
): z.input<typeof WorksDetailView> => ({
  ...presentWorks(works),
  created_at: works.createdAt.toISOString(),
  poster: fileLink(link, `videos/${works.video.id}/poster.jpg`),
  product: works.product ? fileLink(link, `works/${works.id}/product.mp4`) : null,
  rendered_at: works.renderedAt?.toISOString() ?? null,
  recordings: recordings.map(presentRecording),
});
