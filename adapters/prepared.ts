/** Prepares something once for everybody who asks; where it failed, the next one who asks tries again. */
export function prepared(prepare: () => Promise<void>): () => Promise<void> {
  let ready: Promise<void> | undefined;
  return () =>
    (ready ??= prepare().catch((error: unknown) => {
      ready = undefined;
      throw error;
    }));
}
