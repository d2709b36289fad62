import type { FilmPlan } from '#domain/albums/film.plan.ts';
import { words } from '../ffmpeg/options.ts';

/** How ffmpeg reads our frames: planar 4:2:0 without any header. */
export const rawInput = ({ width, height, fps }: FilmPlan): string[] =>
  words(
    `-f rawvideo -pix_fmt yuv420p -video_size ${width}x${height} -framerate ${fps} -probesize 32 -analyzeduration 0`,
  );

/** H.264 as every player knows it. Segments share all parameters and one time base, so they can be joined by copying. */
export const videoOutput = ({ fps }: FilmPlan): string[] => [
  ...words('-c:v libx264 -preset veryfast -crf 23 -profile:v high -pix_fmt yuv420p -flags +cgop'),
  ...words('-color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709'),
  ...words(`-video_track_timescale ${fps * 512}`),
];
