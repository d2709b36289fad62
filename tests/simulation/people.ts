import type { EntityManager } from '@mikro-orm/postgresql';
import { openSession } from '#domain/accounts/sessions.ts';
import { User } from '#domain/accounts/user.entity.ts';
import type { Role } from '#domain/shared/actor.ts';
import type { Random } from './random.ts';

const sessionDays = 100_000; // clocks jump; sessions are not what is looked at

export type Looks = Partial<Pick<User, 'type' | 'musicianType'>> & { roles?: Role[] };

/** The people of a story and their logins. */
export function createPeople(fork: () => EntityManager, random: Random) {
  const tokens = new Map<number, string>();

  async function tokenOf(user: User): Promise<string> {
    const known = tokens.get(user.id);
    if (known) return known;
    const em = fork();
    const { token } = openSession(em, user.realm, em.getReference(User, user.id), sessionDays);
    await em.flush();
    tokens.set(user.id, token);
    return token;
  }

  return {
    tokenOf,
    async person(name: string, { roles = [], ...rest }: Looks = {}): Promise<User> {
      const em = fork();
      const realm = roles.length > 0 ? 'ops' : 'vfine';
      const account = { uuid: random.uuid(), realm, uname: name, phone: null, email: `${name}@example.org` } as const;
      const user = em.create(User, { ...account, roles, passwordHash: 'none', ...rest });
      await em.flush();
      await tokenOf(user);
      return user;
    },
  };
}
