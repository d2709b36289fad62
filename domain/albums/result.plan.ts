/** What a render made: storage keys of the result and of its cover, and their sizes. */
export interface AlbumResult {
  result: string;
  cover: string;
  width: number;
  height: number;
  coverWidth: number;
  coverHeight: number;
  size?: number; // of both in bytes; runs of former versions do not say it
}
