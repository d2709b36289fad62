import { noPayments } from '#adapters/alipay/no-payments.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { Message } from '#domain/accounts/message.entity.ts';
import { Verification } from '#domain/verification/verification.entity.ts';
import { decide, standing, verificationOf } from '#workflows/musician-verification/contract.ts';
import { at } from './asking.ts';
import { lastMatters, processFaults } from './processes.ts';
import {
  lastRealNameFaults,
  pictureOf,
  readRealNames,
  realNameFaults,
  realNameMatters,
  realNamesOf,
} from './real-names.ts';
import type { Scenario, Scene } from '../scenario.ts';
import type { Story } from '../story.ts';
import type { Act } from '../telling.ts';

const applicationOf = (person: User) => ({
  avatar: '/a',
  name: 'lee',
  occupations: ['singer'],
  id: '130104190000011234',
  id_card_facade: pictureOf(person),
  id_card_obverse: pictureOf(person),
  music: '/m',
});

interface Cast {
  people: readonly User[];
  operators: readonly User[];
  namesOf: ReturnType<typeof realNamesOf>;
}

function actsOf(story: Story, { people, operators, namesOf }: Cast): Act[] {
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
    act('applies', person, `PUT ${at}/mps/identification`, applicationOf(person)),
    act('withdraws', person, `DELETE ${at}/mps/identification`),
    { name: `signals ${verdict} ${i}`, run: () => signal(person) },
    act(`reviews: ${verdict}`, operator, `POST ${at}/admin/identifications/${person.uuid}/review`, { verdict }),
    ...namesOf(person, i, operators),
  ];
}

/** What is wrong, and with the processes for which nothing is under way: that of one id, or all at the end. */
async function wrongIn(story: Story, only?: string): Promise<string[]> {
  const em = story.em();
  const rows = await em.find(Verification, {}, { populate: ['user'], orderBy: { createdAt: 1, id: 1 } });
  const names = await readRealNames(story);
  const matters = [
    ...lastMatters(rows, { idOf: verificationOf, query: standing.name, open: 'PENDING' }),
    ...realNameMatters(names),
  ];
  const wrong = await realNameFaults(story, names);
  if (only !== nobody) wrong.push(...(await processFaults(story.processes, matters, only)));
  for (const { user, id, status } of rows) {
    const person = user.unwrap();
    const siblings = rows.filter((row) => row.user.id === user.id);
    const isApproved = siblings.some((row) => row.status === 'APPROVED');
    if (isApproved !== (person.type === 'MUSICIAN'))
      wrong.push(`${person.uname} is ${person.type}, approved: ${isApproved}`);
    if (siblings.filter((row) => row.status === 'PENDING').length > 1) wrong.push(`${person.uname} waits twice`);
    if (only !== undefined && only !== verificationOf(person.uuid)) continue;
    const told = await em.count(Message, { eventKey: `verification:${id}` });
    if (['APPROVED', 'REFUSED'].includes(status) && told !== 1) wrong.push(`${person.uname} was told ${told} times`);
  }
  return wrong;
}

const any = /^(applies|withdraws|reviews|signals)/;
const shown = /^(shows|compares|signals of|cancels)/;
const nobody = '';

/** People who want to become musicians and be known by their real names, and two operators who judge them at once. */
export const verification: Scenario = {
  name: 'verification',
  acts: [3, 40],
  activities: {
    recordApplication: any,
    recordOutcome: any,
    recordMessage: any,
    removeCardPictures: any,
    recordRealName: shown,
    recordRealNameEnd: shown,
  },
  stage: () => ({ payments: noPayments }),
  async begin(story): Promise<Scene> {
    const count = story.random.between(1, 30);
    const people: User[] = [];
    for (let i = 0; i < count; i++) people.push(await story.person(`person${i}`));
    const operators = [
      await story.person('one', { roles: ['admin'] }),
      await story.person('two', { roles: ['admin'] }),
    ];
    for (const person of people) await story.platform.adapters.storage.put(pictureOf(person), Buffer.from('a card'));
    const namesOf = realNamesOf(story);
    return {
      people: () => actsOf(story, { people, operators, namesOf }),
      world: () => [],
      check: (settled) => wrongIn(story, settled?.workflowId ?? nobody),
      atEnd: async () => [...(await wrongIn(story)), ...(await lastRealNameFaults(story, await readRealNames(story)))],
    };
  },
};
