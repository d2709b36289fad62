import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import type { Realm, Role } from '#domain/shared/actor.ts';
import { unique } from './world.ts';

interface Person {
  realm: Realm;
  uname?: string;
  phone?: string;
  email?: string;
  roles?: Role[];
  password?: string;
}

interface Deps {
  orm: { em: EntityManager };
  ports: { passwords: { hash(password: string): Promise<string> } };
}

/** An account; without a password of its own, one that nobody knows. */
export async function buildUser({ orm, ports }: Deps, { realm, password, ...person }: Person): Promise<User> {
  const em = orm.em.fork();
  const user = em.create(User, {
    uuid: randomUUID(),
    realm,
    uname: person.uname ?? unique('u'),
    phone: person.phone ?? null,
    email: person.email ?? null,
    roles: person.roles ?? [],
    passwordHash: password === undefined ? 'none' : await ports.passwords.hash(password),
  });
  await em.flush();
  return user;
}
