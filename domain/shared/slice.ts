/** One page of a longer list, and how long the whole is. */
export interface Slice<T> {
  items: T[];
  total: number;
}

/** Which part of a list is asked for. */
export interface Window {
  offset: number;
  limit: number;
}

/** Presents every item of a page. */
export const mapSlice = <T, V>({ items, total }: Slice<T>, present: (item: T) => V): Slice<V> => ({
  items: items.map(present),
  total,
});
