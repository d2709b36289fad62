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
  photo_title: z.string(),
  photo_description: z.string(),
  photo_cover: z.string().nullable(),
  cover_width: z.int(),
  cover_height: z.int(),
  photo_width: z.int(),
  photo_height: z.int(),
};

/** One long picture while its owner waits for it. */
const PhotoStatusView = z
  .object({ ...commonFields, ...statusFields, ...told, result_msg: z.string() })
  .meta({ id: 'TravelPhotoStatus' });
/** One long picture in a list. */
const PhotoView = z.object({ ...commonFields, ...told, ...listFields }).meta({ id: 'TravelPhoto' });
const SharedPhotoView = PhotoView.extend(ownerFields).meta({ id: 'TravelSharedPhoto' });

// The names of the containers are ours: the document gives the items only.
const Own = z.object({ uid: z.int(), photo_num: z.int(), photos: z.array(PhotoView) });
const Shared = z.object({ photo_num: z.int(), photos: z.array(SharedPhotoView) });

/** Sizes are those of the files; 0 until there are any. */
const tell = (album: Album, link: Links['link']) => ({
  photo_title: album.title,
  photo_description: album.description,
  photo_cover: coverLink(album, link),
  cover_width: album.coverWidth,
  cover_height: album.coverHeight,
  photo_width: album.width,
  photo_height: album.height,
});

/** Long pictures as the face shows them. */
export const photoViews: AlbumViews<typeof PhotoStatusView, typeof Own, typeof Shared> = {
  kind: 'photo',
  Status: PhotoStatusView,
  Own,
  Shared,
  presentStatus(album, followed) {
    const view = presentFollowed(album, followed);
    return { ...view, ...tell(album, followed.link), result_msg: view.description }; // here it is a text
  },
  presentOwn: (uid, albums, listing) => ({
    uid,
    photo_num: albums.length,
    photos: presentOwnList(albums, listing, tell),
  }),
  presentShared: (_uid, albums, listing) => ({
    photo_num: albums.length,
    photos: presentSharedList(albums, listing, tell),
  }),
};
