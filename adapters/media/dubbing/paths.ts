/** A path as a value inside a filter graph. */
export const inGraph = (path: string): string =>
  path.replaceAll(/[\\':]/g, String.raw`\$&`).replaceAll(/[\\',;[\]]/g, String.raw`\$&`);

/** A path in the list of files of a tee. */
export const inTee = (path: string): string => path.replaceAll(/[\\'|[\]]/g, String.raw`\$&`);

/** Of an output of a tee: where it cannot be written the run fails, and does not go on with the others. */
export const whole = 'onfail=abort';
