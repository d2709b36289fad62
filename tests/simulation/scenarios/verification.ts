import { noPayments } from '#adapters/alipay/no-payments.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { Message } from '#domain/accounts/message.entity.ts';
import { Verification } from '#domain/verification/verification.entity.ts';
import { decide, verificationOf } from '#workflows/musician-verification/contract.ts';
import type { Scenario, Scene } from '../scenario.ts';
import type { Story } from '../story.ts';
import type { Act } from '../telling.ts';

const at = '/vfine/v1';
const application = {
  avatar: '/a',
  name: 'lee',
  occupations: ['singer'],
  id: '130104190000011234',
  id_card_facade: '/f',
  id_card_obverse: '/o',
  music: '/m',
};

function actsOf(story: Story, people: readonly User[], operators: readonly User[]): Act[] {
  const { random } = story;
  const i = random.below(Math.min(people.length, 8));
  const person = people[i];
  const operator = random.pick(operators);
  if (!person) return [];
  const act = (name: string, who: User, endpoint: string, body?: Record<string, unknown>): Act => ({
    name: `${name} ${i}`,
    run: () => story.ask(`${name} ${i}`, { who, endpoint, ...(body && { body }) }),
  });
  const verdict = random.pick(['approve', 'refuse']);
  /** Typed in the Temporal UI, perhaps twice. */
  const signal = async ({ uuid }: User): Promise<void> => {
    for (let times = random.between(1, 2); times > 0; times--)
      await story.processes.signal(verificationOf(uuid), decide, { verdict, by: operator.uuid });
  };
  return [
    act('applies', person, `PUT ${at}/mps/identification`, application),
    act('withdraws', person, `DELETE ${at}/mps/identification`),
    { name: `signals ${verdict} ${i}`, run: () => signal(person) },
    act(`reviews: ${verdict}`, operator, `POST ${at}/admin/identifications/${person.uuid}/review`, { verdict }),
  ];
}

/** What is wrong, and with the processes for which nothing is under way: that of one id, or all at the end. */
async function wrongIn(story: Story, isSettled: (workflowId: string) => boolean): Promise<string[]> {
  const em = story.em();
  const wrong: string[] = [];
  const rows = await em.find(Verification, {}, { populate: ['user'], orderBy: { id: 1 } });
  const running = new Set(
    story.server.runs.filter(({ status }) => status === 'open').map(({ workflowId }) => workflowId),
  );
  for (const { user, id, status } of rows) {
    const person = user.unwrap();
    const siblings = rows.filter((row) => row.user.id === user.id);
    const isApproved = siblings.some((row) => row.status === 'APPROVED');
    if (isApproved !== (person.type === 'MUSICIAN'))
      wrong.push(`${person.uname} is ${person.type}, approved: ${isApproved}`);
    if (siblings.filter((row) => row.status === 'PENDING').length > 1) wrong.push(`${person.uname} waits twice`);
    if (!isSettled(verificationOf(person.uuid))) continue;
    const isOpen = running.has(verificationOf(person.uuid));
    if (siblings.some((row) => row.status === 'PENDING') !== isOpen)
      wrong.push(`${person.uname}'s application is ${status}, its process ${isOpen ? 'runs' : 'is over'}`);
    const told = await em.count(Message, { eventKey: `verification:${id}` });
    if (['APPROVED', 'REFUSED'].includes(status) && told !== 1) wrong.push(`${person.uname} was told ${told} times`);
  }
  return wrong;
}

const any = /^(applies|withdraws|reviews|signals)/;

/** People who want to become musicians, and two operators who judge them at once. */
export const verification: Scenario = {
  name: 'verification',
  acts: [3, 40],
  activities: { recordApplication: any, recordOutcome: any, recordMessage: any, removeCardPictures: any },
  stage: () => ({ payments: noPayments }),
  async begin(story): Promise<Scene> {
    const count = story.random.between(1, 30);
    const people: User[] = [];
    for (let i = 0; i < count; i++) people.push(await story.person(`person${i}`));
    const operators = [
      await story.person('one', { roles: ['admin'] }),
      await story.person('two', { roles: ['admin'] }),
    ];
    return {
      people: () => actsOf(story, people, operators),
      world: () => [],
      check: (settled) => wrongIn(story, (id) => id === settled?.workflowId),
      atEnd: () => wrongIn(story, () => true),
    };
  },
};
