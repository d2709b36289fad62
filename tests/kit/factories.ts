import { randomUUID } from 'node:crypto';
import type { EntityManager, RequiredEntityData } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { uploadFolderOf } from '#domain/uploads/upload-key.plan.ts';
import { gramsOf } from '#domain/works/name-grams.plan.ts';
import { Work } from '#domain/works/work.entity.ts';
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

type GivenWork = Partial<
  Omit<RequiredEntityData<Work>, 'id' | 'producer' | 'name' | 'nameGrams' | 'updatedAt'> & { name: string }
>;

/** A work on the shelf whose song has been heard, unless the fields say otherwise. */
export async function buildWork(
  { orm }: Pick<Deps, 'orm'>,
  { producer, ...fields }: GivenWork & { producer: User },
): Promise<Work> {
  const em = orm.em.fork();
  const id = randomUUID();
  const name = fields.name ?? unique('work');
  const work = em.create(Work, {
    id,
    producer: producer.id,
    path: `${uploadFolderOf('songs', producer.uuid, id.slice(0, 8))}song.mp3`,
    canSell: true,
    status: 'ONLINE',
    ingest: 'DONE',
    lengthSeconds: 180,
    durationMs: 180_000,
    sizeBytes: 4_000_000,
    peaksKey: `works/${id}/peaks.json`,
    previewKey: `works/${id}/preview.mp3`,
    watermarkKey: `works/${id}/watermark.mp3`,
    loudnessLufs: -14,
    fingerprintMatch: null,
    starredAt: null,
    ...fields,
    name,
    nameGrams: gramsOf(name),
  });
  await em.persist(work).flush();
  return work;
}
