import type { AlbumKind } from '#domain/albums/album.machine.ts';
import { flow, type Flow } from '#workflows/kernel/flow.ts';

export interface RenderRequest {
  albumId: number;
  /** The run that the caller saw as the last one: a start that was decided on something older is refused. */
  after: string | null;
}

/** One run of an album at a time. */
export const renderOf = (kind: AlbumKind, albumId: number): string => `${kind}-render:${albumId}`;

const render = (kind: AlbumKind, what: string): Flow<RenderRequest> =>
  flow({
    type: `${kind}Render`,
    queue: 'business',
    id: ({ albumId }) => renderOf(kind, albumId),
    realm: () => 'travel',
    summary: ({ albumId }) => `${what} of album ${albumId}`,
  });

/** The render of each kind of album: `movieRender` and `photoRender`. */
export const renders: Record<AlbumKind, Flow<RenderRequest>> = {
  movie: render('movie', 'Film'),
  photo: render('photo', 'Long picture'),
};
