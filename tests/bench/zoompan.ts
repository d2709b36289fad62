import type { FilmPlan } from '#domain/albums/film.plan.ts';

/** The film as people make it with ffmpeg alone: zoompan on full-size pictures, a chain of xfades, one graph. No captions, cross-fades only. */
export function zoompanArgs(plan: FilmPlan, photos: string[], music: string, out: string): string[] {
  const { width, height, fps, frames, shots } = plan;
  const cover = `crop='2*trunc(min(iw,ih*${width}/${height})/2)':'2*trunc(min(ih,iw*${height}/${width})/2)'`;
  const pictures = shots.map((shot, i) => {
    const t = `on/${shot.frames - 1}`;
    const zoom = i % 2 === 1 ? `(1.15-0.15*${t})` : `(1+0.15*${t})`;
    const pan = `zoompan=z='${zoom}':x='(iw-iw/zoom)*(0.3+0.4*${t})':y='(ih-ih/zoom)*(0.7-0.4*${t})'`;
    return `[${i}:v]${cover},${pan}:d=${shot.frames}:s=${width}x${height}:fps=${fps},setsar=1,format=yuv420p,settb=1/${fps},setpts=N[v${i}]`;
  });
  const fades = shots.slice(1).map((shot, i) => {
    const before = i === 0 ? 'v0' : `x${i}`;
    return `[${before}][v${i + 1}]xfade=transition=fade:duration=${shot.enter.frames / fps}:offset=${shot.start / fps}[x${i + 1}]`;
  });
  const seconds = frames / fps;
  const sound = `[${shots.length}:a]atrim=0:${seconds},afade=t=out:st=${seconds - 2}:d=2[a]`;
  const inputs = ['-v', 'error', '-nostdin', '-y', ...photos.flatMap((file) => ['-i', file]), '-i', music];
  const graph = ['-filter_complex', [...pictures, ...fades, sound].join(';')];
  const maps = ['-map', `[x${shots.length - 1}]`, '-map', '[a]'];
  const video = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p'];
  return inputs.concat(graph, maps, video, ['-c:a', 'aac', '-b:a', '128k', '-movflags', '+faststart', out]);
}
