import { z } from 'zod';
import type { Links } from '#api/kernel/links.ts';
import type { User } from '#domain/accounts/user.entity.ts';

type ToLink = Links['link'];

/** Shown for everybody who has not set one; `routes/static.ts` serves it. */
export const defaultAvatar = '/static/avatars/default.png';

/** An account as its owner sees it; nobody else sees phone or e-mail. */
export const ProfileView = z
  .object({
    uid: z.int(),
    uname: z.string(),
    phone: z.string(),
    email: z.string(),
    gender: z.int().meta({ description: '0 未设置 · 1 男 · 2 女' }),
    intro: z.string(),
    avatar: z.string(),
  })
  .meta({ id: 'TravelProfile' });

/** Root-relative, or a full URL where it was given as one. */
export const avatarOf = ({ avatar }: User, link: ToLink): string =>
  /^https?:\/\//.test(avatar) ? avatar : link(avatar || defaultAvatar);

export const presentProfile = (user: User, link: ToLink): z.input<typeof ProfileView> => ({
  uid: user.id,
  uname: user.uname ?? '',
  phone: user.phone ?? '',
  email: user.email ?? '',
  gender: user.gender,
  intro: user.intro,
  avatar: avatarOf(user, link),
});
