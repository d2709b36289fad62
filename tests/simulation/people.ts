import type { EntityManager } from '@mikro-orm/postgresql';
import { User } from '#domain/accounts/user.entity.ts';
import type { Role } from '#domain/shared/actor.ts';
import { createTokens } from '#tests/kit/tokens.ts';
import type { Random } from './random.ts';

const sessionDays = 100_000; // clocks jump; sessions are not what is looked at

export type Looks = Partial<Pick<User, 'type' | 'musicianType'>> & { roles?: Role[] };

/** The people of a story and their logins. */
export function createPeople(fork: () => EntityManager, random: Random) {
  const tokenOf = createTokens(fork, sessionDays);

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
