import { z } from 'zod';
import type { User } from '#domain/accounts/user.entity.ts';
import { levelOf } from '#domain/catalog/level.plan.ts';
import type { Fen } from '#domain/shared/money.ts';
import { yuanNumberOf } from '../money.ts';
import { Level, MusicianType } from './musicians.ts';

const keys = { uuid: z.uuid(), email: z.string(), phone: z.string(), type: z.enum(['Visitor', 'MUSICIAN']) };

export const RegisteredView = z.object({ ...keys, email_activated: z.boolean() });

export const ProfileView = z.object({
  ...keys,
  name: z.string(),
  avatar: z.string(),
  location: z.unknown(),
  musician: z
    .object({
      type: MusicianType.nullable(),
      today_profit: z.number().meta({ description: 'yuan, of this day of China' }),
      level: Level,
    })
    .exactOptional()
    .meta({ description: 'musicians only' }),
});

const presentKeys = ({ uuid, email, phone, type }: User) => ({
  uuid,
  email: email ?? '',
  phone: phone ?? '',
  type: type === 'MUSICIAN' ? ('MUSICIAN' as const) : ('Visitor' as const),
});

/** A new account; a mail address it has was verified before. */
export const presentRegistered = (user: User): z.input<typeof RegisteredView> => ({
  ...presentKeys(user),
  email_activated: user.email !== null,
});

/** The caller's own profile, with what was earned today. */
export function presentProfile(user: User, todaysIncome: Fen): z.input<typeof ProfileView> {
  const { name, avatar, location, musicianType } = user;
  const type = MusicianType.nullable().parse(musicianType ?? null);
  return {
    ...presentKeys(user),
    name,
    avatar,
    location,
    ...(user.type === 'MUSICIAN' && {
      musician: { type, today_profit: yuanNumberOf(todaysIncome), level: levelOf(user) },
    }),
  };
}
