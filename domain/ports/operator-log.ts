/** Whose lines: the API's, or those of the workers, which do what runs long. */
export type LogSource = 'api' | 'worker';

/** What the processes of this machine wrote, with what is somebody's masked. */
export interface OperatorLog {
  /** The last lines, at most so many bytes of them; empty where nothing was written. */
  tail(source: LogSource, bytes: number): Promise<string>;
}
