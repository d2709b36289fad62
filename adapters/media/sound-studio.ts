import type { SoundStudio } from '#domain/ports/sound-studio.ts';
import { createClipIngest } from './dubbing/clip.ts';
import { mixDubbing } from './dubbing/mix.ts';
import { ingestMusic } from './dubbing/music.ts';
import { portray, takeStill } from './dubbing/still.ts';
import { useFfmpeg } from './ffmpeg/run.ts';
import './fonts.ts';

/** Takes in clips and music and mixes dubbings with ffmpeg. */
export function createSoundStudio(paths: {
  ffmpegPath: string;
  ffprobePath: string;
}): Omit<SoundStudio, 'inspectVoice'> {
  useFfmpeg(paths.ffmpegPath);
  return { ingestClip: createClipIngest(paths.ffprobePath), ingestMusic, takeStill, portray, mixDubbing };
}
