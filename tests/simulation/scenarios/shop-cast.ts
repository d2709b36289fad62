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
  works: Work[];
}

/** Musicians who can be paid, their works, buyers and two administrators. */
export async function castOf(story: Telling): Promise<Cast> {
  const { random, place } = story;
  const crowd = async (name: string, count: number, fields: Looks = {}) => {
    const people: User[] = [];
    for (let i = 0; i < count; i++) people.push(await story.person(`${name}${i}`, fields));
    return people;
  };
  const sellers = await crowd('seller', random.between(1, 6), { type: 'MUSICIAN', musicianType: 'SINGER' });
  const buyers = await crowd('buyer', random.between(1, 24));
  const administrators = await crowd('administrator', 2, { roles: ['admin'] });
  const works: Work[] = [];
  for (const producer of sellers) {
    await verify(place, producer);
    await bind(place, producer);
    for (let i = random.between(1, 2); i > 0; i--)
      works.push(await buildWork(place, { producer, name: `work${works.length}` }));
  }
  return { buyers, sellers, administrators, works };
}
