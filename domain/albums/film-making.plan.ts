import { planMove, fitOf } from '#domain/albums/camera.plan.ts';
import { planCaptions } from '#domain/albums/captions.plan.ts';
import type { FilmPlan, Shot } from '#domain/albums/film.plan.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';
import type { Poem } from '#domain/albums/poem.plan.ts';
import type { CameraMove, FilmTemplate, MusicPiece } from '#domain/albums/template.plan.ts';
import { cleanText } from '#domain/albums/text.plan.ts';
import { planTimeline } from '#domain/albums/timeline.plan.ts';

const framesPerSecond = 25;

export interface FilmRequest {
  title: string;
  description: string;
  facts: readonly PictureFacts[]; // one for each picture, in film order
  poem: Poem | undefined;
  template: FilmTemplate;
  music: MusicPiece;
  size: { width: number; height: number };
}

const musicFade = 3; // seconds
const opening: CameraMove = { kind: 'in', zoom: 1.1, ease: 'linear' };
const still: CameraMove = { kind: 'drift', zoom: 1.08, ease: 'inOut' };

/** Decides a whole film: shots on the beat, camera moves, transitions, words and music. The same request gives the same film. */
export function planFilm({ facts, poem, template, music, size, ...words }: FilmRequest): FilmPlan {
  const { width, height } = size;
  const fps = framesPerSecond;
  const title = cleanText(words.title);
  const description = cleanText(words.description);
  const timeline = planTimeline({
    pictures: facts.length,
    hasTitle: title !== '',
    hasPoem: poem !== undefined,
    template,
    music,
    fps,
  });
  return {
    template: template.id,
    width,
    height,
    fps,
    frames: timeline.frames,
    shots: shotsOf(timeline, facts, template, width / height),
    captions: planCaptions({ title, description, facts, poem, template, timeline, width, height, fps }),
    music: { id: music.id, fadeOut: Math.min(musicFade * fps, timeline.frames) },
  };
}

function shotsOf(
  timeline: ReturnType<typeof planTimeline>,
  facts: readonly PictureFacts[],
  template: FilmTemplate,
  aspect: number,
): Shot[] {
  const shots = timeline.pictures.flatMap((slot, picture): Shot[] => {
    const one = facts[picture];
    if (one === undefined) return [];
    const fit = fitOf(one, aspect);
    const move = template.moves[picture % template.moves.length] ?? still;
    return [{ picture, ...slot, fit, move: planMove(one, fit, aspect, move) }];
  });
  const [first] = facts;
  if (timeline.title === undefined || first === undefined) return shots;
  const card: Shot = {
    picture: 0,
    ...timeline.title,
    fit: 'backdrop',
    move: planMove(first, 'backdrop', aspect, opening),
  };
  return [card, ...shots];
}
