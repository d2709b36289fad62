/** A long piece of work on local files. */
export interface Job {
  signal: AbortSignal; // aborting kills the encoder at once
  onProgress?: (done: number) => void; // 0…1
}
