/** Everything of a movie lies below this prefix of the storage. */
export const folderOf = (movieId: number): string => `movies/${movieId}`;

/** A storage has no empty folders: this file is there while the folder "exists". */
export const markerOf = (movieId: number): string => `${folderOf(movieId)}/opened`;

/** What a render leaves while it runs: working copies of the pictures, plan, segments, soundtrack. */
export const workFolderOf = (movieId: number): string => `${folderOf(movieId)}/work`;

/** The working copy of a film's picture, reduced to what the film needs of it. */
export const copyOf = (movieId: number, index: number): string => `${workFolderOf(movieId)}/picture-${index}.jpg`;

export const uploadKeyOf = (movieId: number, file: string): string => `${folderOf(movieId)}/${file}`;

/** What the film is of and in which order, as its owner's app wrote it. */
export const infoFile = 'info.json';
