import { defineQuery } from '@temporalio/workflow';

/** How far a piece of work is that is made of parts on many workers. */
export interface Progress {
  stage: string;
  percent: number; // whole, 0–100
  /** Estimated when the last part was done; unknown before the first. */
  remainingSeconds?: number;
  /** When it was so, in ms since 1970: who reads later subtracts what has passed. */
  at: number;
  parts: { done: number; total: number };
}

export const progress = defineQuery<Progress>('progress');
