import type { User } from '#domain/accounts/user.entity.ts';
import type { Work } from '#domain/works/work.entity.ts';
import { buildWork } from '#tests/kit/factories.ts';
import { bind, verify } from '#tests/kit/takeouts.ts';
import type { Looks } from '../people.ts';
import type { Telling } from '../telling.ts';

export interface Cast {
  buyers: User[];
  sellers: User[];
  administrators: User[];
  /** Those that somebody may order. */
  works: Pick<Work, 'id'>[];
}

/** So many people, numbered. */
export async function crowd(story: Telling, name: string, count: number, looks: Looks = {}): Promise<User[]> {
  const people: User[] = [];
  for (let i = 0; i < count; i++) people.push(await story.person(`${name}${i}`, looks));
  return people;
}

/** Musicians who can be paid, their works, buyers and two administrators. */
export async function castOf(story: Telling): Promise<Cast> {
  const { random, place } = story;
  const sellers = await crowd(story, 'seller', random.between(1, 6), { type: 'MUSICIAN', musicianType: 'SINGER' });
  const buyers = await crowd(story, 'buyer', random.between(1, 24));
  const administrators = await crowd(story, 'administrator', 2, { roles: ['admin'] });
  const works: Work[] = [];
  for (const producer of sellers) {
    await verify(place, producer);
    await bind(place, producer);
    for (let i = random.between(1, 2); i > 0; i--)
      works.push(await buildWork(place, { producer, name: `work${works.length}` }));
  }
  return { buyers, sellers, administrators, works };
}
