import type { AlbumRef } from '#domain/albums/album-folder.ts';

/** An album that becomes a film. */
export const movieRef = (albumId: number): AlbumRef => ({ kind: 'movie', albumId });
/** An album that becomes a long picture. */
export const photoRef = (albumId: number): AlbumRef => ({ kind: 'photo', albumId });
