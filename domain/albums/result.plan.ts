/** What a render made: storage keys of the result and of its cover, and their sizes in px. */
export interface AlbumResult {
  result: string;
  cover: string;
  width: number;
  height: number;
  coverWidth: number;
  coverHeight: number;
}
