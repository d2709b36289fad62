const day = 24 * 3600_000;

/**
 * Ever longer pauses, in ms: doubled up to `most` on the first day, then up to a day for as long as it takes. A look leaves
 * at most 17 events (two activities and a timer, each with its workflow task): with pauses of ten minutes on the first day
 * about 520 looks or 8,900 events in a year, where a history should stay below 10,000. Where several take turns, each
 * pauses so many times as long, and all of them together look little more often than one.
 */
export function backOff(first: number, most: number): (turns?: number) => number {
  let next = first;
  let waited = 0;
  return (turns = 1) => {
    const pause = next * turns;
    waited += pause;
    next = Math.min(next * 2, waited < day ? most : day);
    return pause;
  };
}
