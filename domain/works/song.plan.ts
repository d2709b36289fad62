/** How far a work's song has been heard; NONE: the path names no file of ours. */
export const ingestStates = ['NONE', 'WAITING', 'DONE', 'FAILED'] as const;
export type IngestState = (typeof ingestStates)[number];

/** Another musician's work that sounds alike. */
export interface FingerprintMatch {
  workId: string;
  /** 0 to 1. */
  similarity: number;
}
