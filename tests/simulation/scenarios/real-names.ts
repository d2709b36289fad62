import type { User } from '#domain/accounts/user.entity.ts';
import { Message } from '#domain/accounts/message.entity.ts';
import { uploadFolderOf } from '#domain/uploads/upload-key.plan.ts';
import { openIdentity } from '#domain/verification/identity.ts';
import { RealName } from '#domain/verification/real-name.entity.ts';
import { realNameEventOf } from '#domain/verification/real-name.plan.ts';
import { decide, realNameOf, standing } from '#workflows/real-name-verification/contract.ts';
import type { Story } from '../story.ts';
import type { Act } from '../telling.ts';
import { askingOf } from './asking.ts';
import { lastMatters, type Matter } from './processes.ts';

const name = '大姨夫';
const cards = 4; // fewer than people: two may show the same one
const cardOf = (index: number): string => `36222719950101${String(index % cards).padStart(4, '0')}`;

/** The picture of somebody's card, as they have uploaded it. */
export const pictureOf = ({ uuid }: User): string => `${uploadFolderOf('pics', uuid, 'cardcard')}card.jpg`;

/** Whatever people may do about their real names. */
export function realNamesOf(story: Story) {
  const ask = askingOf(story);
  const known = new Set<User>();
  return (person: User, index: number, operators: readonly User[]): Act[] => {
    const { random, processes } = story;
    const id = realNameOf(person.uuid);
    const status = random.pick(['SUCCESS', 'SUCCESS', 'FAIL']);
    const verdict = random.pick(['approve', 'refuse']);
    const picture = pictureOf(person);
    const shown = { name, id_card: cardOf(index), id_card_facade: picture, id_card_obverse: picture };
    const shows = ask(`shows the card of ${index}`, person, 'POST /users/real_name/', shown);
    const first = async (): Promise<void> => {
      known.add(person);
      await shows.run();
    };
    if (!known.has(person)) return [{ ...shows, run: first }];
    return [
      shows,
      ...operators.map((who) =>
        ask(`compares ${index}: ${status}`, who, `PATCH /users/${person.uuid}/real_name/`, { status }),
      ),
      {
        name: `signals of the card of ${index}`,
        run: () => processes.signal(id, decide, { verdict, by: random.pick(operators).uuid }),
      },
      ...(random.chance(0.2) ? [{ name: `cancels the comparison of ${index}`, run: () => processes.cancel(id) }] : []),
    ];
  };
}

/** All requests, those of one person by age. */
export const readRealNames = (story: Story): Promise<RealName[]> =>
  story.em().find(RealName, {}, { populate: ['user'], orderBy: { createdAt: 1, id: 1 } });

export const realNameMatters = (rows: readonly RealName[]): Matter[] =>
  lastMatters(rows, { idOf: realNameOf, query: standing.name, open: 'WAITING' });

/** What is wrong with real names, whenever one looks. */
export async function realNameFaults(story: Story, rows: readonly RealName[]): Promise<string[]> {
  const wrong: string[] = [];
  const held = rows.filter(({ status }) => status !== 'FAIL');
  for (const { cardDigest } of held)
    if (held.filter((row) => row.cardDigest === cardDigest).length > 1) wrong.push('two have shown the same card');
  for (const row of rows) {
    const { uname } = row.user.unwrap();
    if (held.filter(({ user }) => user.id === row.user.id).length > 1) wrong.push(`${uname} has two requests`);
    if ((row.status === 'WAITING') !== (row.settledAt === null))
      wrong.push(`${uname} is ${row.status} since ${row.settledAt?.toISOString()}`);
    if (row.sealed.includes(name) || /\d{18}/.test(row.sealed)) wrong.push(`${uname} can be read`);
    if (openIdentity(story.platform.adapters.secrets, row).name !== name) wrong.push(`${uname} is somebody else`);
    const told = await story.em().count(Message, { eventKey: realNameEventOf(row.id) });
    if (told > (row.status === 'WAITING' ? 0 : 1)) wrong.push(`${uname} was told ${told} times`);
  }
  return wrong;
}

/** What is wrong when nothing is left to happen: everybody was told, and nobody's card lies in the store. */
export async function lastRealNameFaults(story: Story, rows: readonly RealName[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { id, status, user } of rows) {
    const { uname, uuid } = user.unwrap();
    if ((await story.em().count(Message, { eventKey: realNameEventOf(id) })) !== 1)
      wrong.push(`${uname} was not told of ${status}`);
    const left = await Promise.all(
      (['pics', 'default'] as const).map((type) =>
        story.platform.adapters.storage.list(uploadFolderOf(type, uuid, 'cardcard')),
      ),
    );
    for (const { key } of left.flat()) wrong.push(`${uname}'s card lies at ${key.split('/')[0]}`);
  }
  return wrong;
}
