import { z } from 'zod';
import type { Loaded } from '@mikro-orm/core';
import type { Bgm } from '#domain/dubbing/bgm.entity.ts';
import type { Video } from '#domain/dubbing/video.entity.ts';

/** Whole seconds, as the document shows durations; nothing is shorter than one. */
export const secondsOf = (ms: number): number => Math.max(1, Math.round(ms / 1000));

export const VideoView = z
  .object({ video_id: z.int(), name: z.string(), duration: z.int().meta({ description: 'seconds' }) })
  .meta({ id: 'PiaxiVideo' });

export const VideoDetailView = z
  .object({
    name: z.string(),
    duration: z.int(),
    roles: z.array(z.object({ role_id: z.int(), name: z.string() })),
  })
  .meta({ id: 'PiaxiVideoDetail' });

/** The list calls its id `bgms_id`, the later revision `bgm_id`, as the request does. */
export const BgmView = z
  .object({ bgms_id: z.int(), bgm_id: z.int(), name: z.string(), duration: z.int() })
  .meta({ id: 'PiaxiBgm' });

export const presentVideo = ({ id, name, durationMs }: Video): z.input<typeof VideoView> => ({
  video_id: id,
  name,
  duration: secondsOf(durationMs),
});

export const presentVideoDetail = ({
  name,
  durationMs,
  roles,
}: Loaded<Video, 'roles'>): z.input<typeof VideoDetailView> => ({
  name,
  duration: secondsOf(durationMs),
  roles: roles.getItems().map((role) => ({ role_id: role.id, name: role.name })),
});

export const presentBgm = ({ id, name, durationMs }: Bgm): z.input<typeof BgmView> => ({
  bgms_id: id,
  bgm_id: id,
  name,
  duration: secondsOf(durationMs),
});
