/** A path as a value inside a filter graph. */
export const inGraph = (path: string): string =>
  path.replaceAll(/[\\':]/g, String.raw`\$&`).replaceAll(/[\\',;[\]]/g, String.raw`\$&`);

/** A path in the list of files of a tee. */
export const inTee = (path: string): string => path.replaceAll(/[\\'|[\]]/g, String.raw`\$&`);
