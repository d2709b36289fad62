export const fileTypes = ['default', 'pics', 'songs'] as const;
export type FileType = (typeof fileTypes)[number];

const keyPattern = /^(?:default|pics|songs)\/([0-9a-f]{32})\/[\w-]{8,32}\/.+$/;

/** Folder that one permit opens: it tells whose it is, and no two permits share one. */
export const uploadFolderOf = (type: FileType, userUuid: string, ticket: string): string =>
  `${type}/${userUuid.replaceAll('-', '')}/${ticket}/`;

/** Whose upload a key names, as a uuid; undefined where it is none of an upload. */
export function uploaderOf(key: string): string | undefined {
  const hex = keyPattern.exec(key)?.[1];
  return hex && [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Where uploads lie that everybody may read, by host and key. */
export const shownPrefix = 'pics/';

/** Where uploads lie that nobody but operators sees, by links of ours. */
export const hiddenPrefix = 'default/';

/** True where a path lies among the uploads: then it must be one. */
export const isUploadPath = (path: string): boolean => fileTypes.some((type) => path.startsWith(`${type}/`));
