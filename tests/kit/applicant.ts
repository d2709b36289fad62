import { randomUUID } from 'node:crypto';
import type { SystemMessage } from '#activities/business/messages.ts';
import type { Application, Outcome } from '#domain/verification/application.plan.ts';
import {
  decide,
  musicianVerification,
  review,
  standing,
  verificationOf,
  withdraw,
} from '#workflows/musician-verification/contract.ts';
import type { Stories } from './story.ts';

type Stage = Pick<Stories, 'client' | 'flows' | 'detailsOf' | 'tell'>;

/** One applicant on either server, and activities that only note what they were asked to write. */
export function castApplicant(stories: Stage) {
  const application: Application = {
    verificationId: randomUUID(),
    userUuid: randomUUID(),
    sealed: 'sealed',
    cardDigest: 'digest',
    occupations: ['singer'],
    avatar: '/a',
    music: '/m',
  };
  const outcomes: Outcome[] = [];
  const messages: SystemMessage[] = [];
  const records = {
    recordApplication: async (_application: Application): Promise<void> => undefined,
    recordOutcome: async (outcome: Outcome) => void outcomes.push(outcome),
    recordMessage: async (message: SystemMessage) => void messages.push(message),
  };
  const cleared: string[] = [];
  const pictures = { removeCardPictures: async ({ userUuid }: { userUuid: string }) => void cleared.push(userUuid) };
  const id = verificationOf(application.userUuid);
  const { flows, client } = stories;
  return {
    application,
    outcomes,
    messages,
    records,
    cleared,
    pictures,
    id,
    begin: () => flows.begin(musicianVerification, application),
    review: (input: unknown) => flows.update(id, review, input),
    decide: (input: unknown) => flows.signal(id, decide, input),
    withdraw: () => flows.update(id, withdraw),
    standing: () => flows.query(id, standing),
    result: () => client.workflow.getHandle(id).result(),
    details: () => stories.detailsOf(id),
    play: <T>(story: () => Promise<T>): Promise<T> => stories.tell({ business: records, io: pictures }, story),
  };
}
