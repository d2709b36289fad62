import { z } from 'zod';
import type { Links } from '#api/kernel/links.ts';
import type { Album } from '#domain/albums/album.entity.ts';
import {
  commonFields,
  coverLink,
  listFields,
  ownerFields,
  presentFollowed,
  presentOwnList,
  presentSharedList,
  statusFields,
  type AlbumViews,
} from './albums.ts';

const told = {
  movie_title: z.string(),
  movie_description: z.string(),
  movie_cover: z.string().nullable(),
  tag: z.int(),
};

/** One movie while its owner waits for it. */
const MovieStatusView = z.object({ ...commonFields, ...statusFields, ...told }).meta({ id: 'TravelMovieStatus' });
/** One movie in a list. */
const MovieView = z.object({ ...commonFields, ...told, ...listFields }).meta({ id: 'TravelMovie' });
const SharedMovieView = MovieView.extend(ownerFields).meta({ id: 'TravelSharedMovie' });

const Own = z.object({ uid: z.int(), movie_num: z.int(), movies: z.array(MovieView) });
const Shared = z.object({ uid: z.int().nullable(), movie_num: z.int(), movies: z.array(SharedMovieView) });

const tell = (album: Album, link: Links['link']) => ({
  movie_title: album.title,
  movie_description: album.description,
  movie_cover: coverLink(album, link),
  tag: album.tag,
});

/** Films as the face shows them. */
export const movieViews: AlbumViews<typeof MovieStatusView, typeof Own, typeof Shared> = {
  kind: 'movie',
  Status: MovieStatusView,
  Own,
  Shared,
  presentStatus: (album, followed) => ({ ...presentFollowed(album, followed), ...tell(album, followed.link) }),
  presentOwn: (uid, albums, listing) => ({
    uid,
    movie_num: albums.length,
    movies: presentOwnList(albums, listing, tell),
  }),
  presentShared: (uid, albums, listing) => ({
    uid,
    movie_num: albums.length,
    movies: presentSharedList(albums, listing, tell),
  }),
};
