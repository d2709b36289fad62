import type { AlbumKind } from '#domain/albums/album.machine.ts';

/** An album as processes know it: its number, and what it becomes. */
export interface AlbumRef {
  kind: AlbumKind;
  albumId: number;
}

/** Everything of an album lies below this prefix of the storage: `movies/<id>` or `photos/<id>`. */
export const folderOf = ({ kind, albumId }: AlbumRef): string => `${kind}s/${albumId}`;

/** A storage has no empty folders: this file is there while the folder "exists". */
export const markerOf = (album: AlbumRef): string => `${folderOf(album)}/opened`;

/** What a render leaves while it runs: working copies of the pictures, plan, parts of the result. */
export const workFolderOf = (album: AlbumRef): string => `${folderOf(album)}/work`;

/** The working copy of a picture, reduced to what the result needs of it; named by its upload, which is never replaced. */
export const copyOf = (album: AlbumRef, upload: string): string =>
  `${workFolderOf(album)}/picture-${upload.replace(/^.*\/|\.[^./]*$/gu, '')}.jpg`;

export const uploadKeyOf = (album: AlbumRef, file: string): string => `${folderOf(album)}/${file}`;

/** What the result is of and in which order, as its owner's app wrote it. */
export const infoFile = 'info.json';
