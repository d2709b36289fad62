import type { Caption, FilmPlan, Shot, Transition } from '#domain/albums/film.plan.ts';

const shotFrames = 88;
const fadeFrames = 18;
const step = shotFrames - fadeFrames;
const transitions: Transition['type'][] = ['fade', 'wipe', 'fade', 'slide', 'fade', 'dip'];
const sides = ['left', 'up', 'right', 'down'] as const;

/** The film all benchmarks are about: 3.52 s a picture, 0.72 s of transition, zoom 1 ↔ 1.15 with a drifting centre, a title and a poem. */
export function benchPlan(photos: number, { width, height }: { width: number; height: number }): FilmPlan {
  const frames = photos * shotFrames - (photos - 1) * fadeFrames;
  const shots = Array.from({ length: photos }, (_, i) => shotOf(i));
  const music = { id: 'bench', fadeOut: 50 };
  return { template: 'bench', width, height, fps: 25, frames, shots, captions: captionsOf(height), music };
}

function shotOf(i: number): Shot {
  const side = i % 4 < 2 ? 0.03 : -0.03;
  const [near, far] = [
    { zoom: 1.15, x: 0.5 + side, y: 0.5 - side },
    { zoom: 1, x: 0.5 - side, y: 0.5 + side },
  ];
  const isTurned = i % 5 === 4;
  const towards = sides[i % sides.length] ?? 'left';
  return {
    picture: i,
    start: i * step,
    frames: shotFrames,
    fit: isTurned ? 'matte' : 'cover',
    move: i % 2 === 0 ? { from: far, to: near, ease: 'linear' } : { from: near, to: far, ease: 'linear' },
    enter:
      i === 0
        ? { type: 'cut', frames: 0 }
        : { type: transitions[i % transitions.length] ?? 'fade', frames: fadeFrames, towards },
  };
}

function captionsOf(height: number): Caption[] {
  const common = { fade: 12, color: '#ffffff', font: 'serif' } as const;
  return [
    {
      ...common,
      text: '山居秋暝\n二〇二六年秋',
      start: 8,
      frames: 60,
      size: Math.round(height * 0.09),
      vertical: false,
      x: 0.5,
      y: 0.5,
      anchor: 'center',
    },
    {
      ...common,
      text: '空山新雨后，\n天气晚来秋。\n明月松间照，\n清泉石上流。',
      start: 100,
      frames: 200,
      size: Math.round(height * 0.055),
      vertical: true,
      x: 0.94,
      y: 0.08,
      anchor: 'topright',
      seal: '王维',
    },
    {
      ...common,
      text: '随意春芳歇，王孙自可留。',
      start: 420,
      frames: 150,
      font: 'sans',
      size: Math.round(height * 0.05),
      vertical: false,
      x: 0.5,
      y: 0.93,
      anchor: 'bottom',
    },
  ];
}
