import { z } from 'zod';
import type { Links } from '#api/kernel/links.ts';
import type { AlbumUpload } from '#domain/albums/album-upload.entity.ts';
import type { Album } from '#domain/albums/album.entity.ts';
import { isUnderWay, type AlbumKind, type AlbumState } from '#domain/albums/album.machine.ts';
import type { SharedAlbum } from '#domain/albums/find-albums.ts';
import { kindWords, lostTask, stateWords } from '../words.ts';
import { presentTime } from './times.ts';
import { avatarOf } from './users.ts';

type ToLink = Links['link'];

/** What status and lists say of any album. */
export const commonFields = {
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
  is_public: z.boolean(),
};
/** What its owner is told while waiting. */
export const statusFields = {
  uid: z.int(),
  image_num: z.int(),
  image_urls: z.array(z.string()),
  progress: z.int().min(0).max(100),
  remaining_seconds: z.int().nullable(),
};
export const listFields = { result_msg: z.string().nullable(), like_num: z.int(), comment_num: z.int() };
export const ownerFields = { uid: z.int(), uname: z.string(), avatar: z.string() };

export interface Shown {
  link: ToLink;
  /** The album is under way, but its run is gone. */
  isLost: boolean;
}

/** What a list knows of each of its albums: how many like it and how much is said about it. */
export interface Listing {
  link: ToLink;
  likes(album: Album): number;
  comments(album: Album): number;
}

export interface Followed extends Shown {
  uploads: readonly AlbumUpload[];
  percent: number | undefined;
  remainingSeconds: number | undefined;
}

/** How one kind of album is shown; the routes are the same for all. */
export interface AlbumViews<S extends z.ZodType, O extends z.ZodType, H extends z.ZodType> {
  kind: AlbumKind;
  Status: S;
  Own: O;
  Shared: H;
  presentStatus(album: Album, followed: Followed): z.input<S>;
  presentOwn(uid: number, albums: readonly { album: Album; isLost: boolean }[], listing: Listing): z.input<O>;
  presentShared(uid: number | null, albums: readonly SharedAlbum[], listing: Listing): z.input<H>;
}

const wordsOf = (state: AlbumState) => stateWords[state];

/** Where the finished result, or its cover, is served. */
const resultLink = ({ kind, id }: Album, link: ToLink): string =>
  link(`/media/${kind}/${id}/${kindWords[kind].resultFile}`);
export const coverLink = (album: Album, link: ToLink): string | null =>
  album.state === 'FINISHED' ? link(`/media/${album.kind}/${album.id}/cover.jpg`) : null;

/** The task until the album is finished, then the result. */
function infoOf(album: Album, link: ToLink): string | null {
  if (album.state === 'FINISHED') return resultLink(album, link);
  return album.state === 'EXPIRED' ? null : (album.task ?? null);
}

function presentCommon(album: Album, { link, isLost }: Shown) {
  const { detailed, coarse, message } = wordsOf(album.state);
  return {
    work_id: album.id,
    create_time: presentTime(album.createdAt),
    update_time: presentTime(album.updatedAt),
    status_detail: detailed,
    status_coarse: coarse,
    status_msg: isLost ? lostTask : message,
    info: infoOf(album, link),
    error: album.error,
    is_public: album.isPublic,
  };
}

/** An album in a list: `status` is the detailed numbering. */
function presentListed(album: Album, { likes, comments, ...shown }: Shown & Listing) {
  const view = presentCommon(album, shown);
  const echo = { like_num: likes(album), comment_num: comments(album) };
  return { ...view, status: view.status_detail, description: view.status_msg, result_msg: view.info, ...echo };
}

function presentOwner({ owner }: SharedAlbum, link: ToLink) {
  const person = owner.$;
  return { uid: person.id, uname: person.uname ?? '', avatar: avatarOf(person, link) };
}

/** What a kind says of its albums in words of its own. */
type Tell<T> = (album: Album, link: ToLink) => T;

/** Somebody's own albums, as their list shows them. */
export const presentOwnList = <T>(
  albums: readonly { album: Album; isLost: boolean }[],
  listing: Listing,
  tell: Tell<T>,
) =>
  albums.map(({ album, isLost }) => ({
    ...presentListed(album, { ...listing, isLost }),
    ...tell(album, listing.link),
  }));

/** Everybody's shared albums, each with its owner. */
export const presentSharedList = <T>(albums: readonly SharedAlbum[], listing: Listing, tell: Tell<T>) =>
  albums.map((album) => ({
    ...presentListed(album, { ...listing, isLost: false }),
    ...tell(album, listing.link),
    ...presentOwner(album, listing.link),
  }));

/** An album its owner waits for: `status` is the coarse numbering. */
export function presentFollowed(album: Album, followed: Followed) {
  const { link, isLost, uploads, percent, remainingSeconds } = followed;
  const view = presentCommon(album, followed);
  const isAlive = isUnderWay(album.state) && !isLost;
  return {
    ...view,
    uid: album.owner.id,
    status: view.status_coarse,
    description: isLost ? lostTask : wordsOf(album.state).description,
    image_num: uploads.length,
    image_urls: uploads.map(({ file }) => link(`/media/${album.kind}s/${album.id}/${file}`)),
    progress: album.state === 'FINISHED' ? 100 : isAlive ? (percent ?? 0) : 0,
    remaining_seconds: isAlive ? (remainingSeconds ?? null) : null,
  };
}
