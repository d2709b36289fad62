import { z } from 'zod';
import type { Links } from '#api/kernel/links.ts';
import type { SharedMovie } from '#domain/albums/find-movies.ts';
import type { MovieUpload } from '#domain/albums/movie-upload.entity.ts';
import type { Movie } from '#domain/albums/movie.entity.ts';
import { isUnderWay, type MovieState } from '#domain/albums/movie.machine.ts';
import { lostTask, stateWords } from '../words.ts';
import { presentTime } from './times.ts';
import { avatarOf } from './users.ts';

type ToLink = Links['link'];

const common = {
  work_id: z.int(),
  create_time: z.string(),
  update_time: z.string(),
  status: z.int(),
  status_detail: z.int(),
  status_coarse: z.int(),
  status_msg: z.string(),
  description: z.string(),
  info: z.string().nullable(),
  error: z.string(),
};
const told = {
  movie_title: z.string(),
  movie_description: z.string(),
  movie_cover: z.string().nullable(),
  is_public: z.boolean(),
  tag: z.int(),
};

/** One movie while its owner waits for it; `status` is the coarse numbering. */
export const MovieStatusView = z
  .object({
    ...common,
    uid: z.int(),
    image_num: z.int(),
    image_urls: z.array(z.string()),
    progress: z.int().min(0).max(100),
    remaining_seconds: z.int().nullable(),
    ...told,
  })
  .meta({ id: 'TravelMovieStatus' });

/** One movie in a list; `status` is the detailed numbering. */
export const MovieView = z
  .object({ ...common, ...told, result_msg: z.string().nullable(), like_num: z.int(), comment_num: z.int() })
  .meta({ id: 'TravelMovie' });

export const SharedMovieView = MovieView.extend({ uid: z.int(), uname: z.string(), avatar: z.string() }).meta({
  id: 'TravelSharedMovie',
});

const wordsOf = (state: MovieState) => stateWords[state];

interface Shown {
  link: ToLink;
  /** The movie is under way, but its run is gone. */
  isLost: boolean;
}

/** The task until the film is finished, then the film. */
function infoOf({ id, state, task }: Movie, link: ToLink): string | null {
  if (state === 'FINISHED') return link(`/media/movie/${id}/result.mp4`);
  return state === 'EXPIRED' ? null : (task ?? null);
}

function presentCommon(movie: Movie, { link, isLost }: Shown) {
  const { detailed, coarse, message } = wordsOf(movie.state);
  return {
    work_id: movie.id,
    create_time: presentTime(movie.createdAt),
    update_time: presentTime(movie.updatedAt),
    status_detail: detailed,
    status_coarse: coarse,
    status_msg: isLost ? lostTask : message,
    info: infoOf(movie, link),
    error: movie.error,
    movie_title: movie.title,
    movie_description: movie.description,
    movie_cover: movie.state === 'FINISHED' ? link(`/media/movie/${movie.id}/cover.jpg`) : null,
    is_public: movie.isPublic,
    tag: movie.tag,
  };
}

/** Likes and comments come with the community; until somebody can make one, their true number is 0. */
const nobodyYet = { like_num: 0, comment_num: 0 };

export function presentMovie(movie: Movie, shown: Shown): z.input<typeof MovieView> {
  const view = presentCommon(movie, shown);
  return { ...view, status: view.status_detail, description: view.status_msg, result_msg: view.info, ...nobodyYet };
}

export function presentSharedMovie(movie: SharedMovie, link: ToLink): z.input<typeof SharedMovieView> {
  const owner = movie.owner.$;
  const person = { uid: owner.id, uname: owner.uname ?? '', avatar: avatarOf(owner, link) };
  return { ...presentMovie(movie, { link, isLost: false }), ...person };
}

interface Followed extends Shown {
  uploads: readonly MovieUpload[];
  percent: number | undefined;
  remainingSeconds: number | undefined;
}

export function presentMovieStatus(movie: Movie, followed: Followed): z.input<typeof MovieStatusView> {
  const { link, isLost, uploads, percent, remainingSeconds } = followed;
  const view = presentCommon(movie, followed);
  const isAlive = isUnderWay(movie.state) && !isLost;
  return {
    ...view,
    uid: movie.owner.id,
    status: view.status_coarse,
    description: isLost ? lostTask : wordsOf(movie.state).description,
    image_num: uploads.length,
    image_urls: uploads.map(({ file }) => link(`/media/movies/${movie.id}/${file}`)),
    progress: movie.state === 'FINISHED' ? 100 : isAlive ? (percent ?? 0) : 0,
    remaining_seconds: isAlive ? (remainingSeconds ?? null) : null,
  };
}
