import type { Intake } from '#domain/dubbing/ingest.plan.ts';
import { flow } from '../kernel/flow.ts';

/** Begun by an operator's command; answers the number of the video or the music. */
export const clipIngest = flow<Intake, number>({
  type: 'clipIngest',
  queue: 'business',
  id: ({ ticket }) => `clip-ingest:${ticket}`,
  realm: () => 'piaxi',
  summary: ({ kind, name }) => `Takes in the ${kind} ${name}`,
});
