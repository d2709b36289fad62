/** What time it is; tests hold their own. */
export interface Clock {
  now(): Date;
}
