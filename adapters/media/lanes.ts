/** Lets so many in at once, the rest in the order they came; whoever is let in gets the way out, which may be taken twice. */
export function createLanes(count: number) {
  let free = count;
  const waiting: (() => void)[] = [];

  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) free++;
    else next();
  }

  return {
    async enter(signal: AbortSignal): Promise<() => void> {
      signal.throwIfAborted();
      if (free > 0) free--;
      else await turn(signal, waiting);
      let isIn = true;
      return () => {
        if (isIn) leave();
        isIn = false;
      };
    },
  };
}

/** Waits in a queue; whoever gives up leaves it. */
function turn(signal: AbortSignal, waiting: (() => void)[]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const giveUp = () => {
    const place = waiting.indexOf(enter);
    if (place >= 0) waiting.splice(place, 1);
    reject(signal.reason as Error);
  };
  const enter = () => {
    signal.removeEventListener('abort', giveUp);
    resolve();
  };
  waiting.push(enter);
  signal.addEventListener('abort', giveUp, { once: true });
  return promise;
}
