import type { FilmPlanning } from '#activities/business/film-plan.ts';
import type { FilmRendering } from '#activities/media/film.ts';
import type { RenderRequest } from '../albums/contract.ts';
import { renderAlbum } from '../albums/pipeline.ts';
import { business, media } from '../kernel/proxies.ts';
import { sideBySide } from '../kernel/side-by-side.ts';

const { planMovie } = business<FilmPlanning>();
const { renderSegment, renderSoundtrack, joinFilm } = media<FilmRendering>();

/** Makes a film of an album: segments and soundtrack side by side on all media workers, then joined. */
export const movieRender = (request: RenderRequest): Promise<void> =>
  renderAlbum(
    {
      kind: 'movie',
      drawing: 'Drawing and encoding the film, segment by segment.',
      parts: 'Segments',
      finished: 'the film lies in the storage.',
      plan: ({ album, size }, { title, description, facts, poem }) =>
        planMovie({ album, facts, title, description, poem, size }),
      async draw({ album, course }, { planKey, segments, frames }, copies) {
        const film = { album, planKey };
        course.planned(segments.length, frames);
        const [soundtrack, ...drawn] = await sideBySide([
          () => renderSoundtrack(film),
          ...segments.map((segment) => async () => {
            const done = await renderSegment({ ...film, pictures: copies, segment });
            course.made(segment.to - segment.from);
            return done;
          }),
        ]);
        return joinFilm({
          ...film,
          pictures: copies,
          segments: drawn.map(({ key }) => key),
          soundtrack: soundtrack?.key ?? '',
        });
      },
    },
    request,
  );
