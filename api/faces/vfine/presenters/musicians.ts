import { z } from 'zod';
import type { User } from '#domain/accounts/user.entity.ts';
import { countries, countryOf } from '#domain/musicians/country.plan.ts';
import { levelOf, levels } from '#domain/catalog/level.plan.ts';
import { musicianTypes } from '#domain/verification/application.plan.ts';
import { CategoryView } from './category.ts';
import { WorkView, type WorkShown } from './work.ts';

export const MusicianType = z.enum(musicianTypes);
export const Level = z.enum(levels);

const typeOf = ({ musicianType }: User) => MusicianType.nullable().parse(musicianType ?? null);

const shared = { name: z.string(), avatar: z.string(), location: z.unknown() };
const works_likes = z.int().meta({ description: "how often the musician's works were collected" });

export const FollowView = z.object({
  ...shared,
  musician: z.object({ type: MusicianType.nullable() }),
  works_likes,
});

/** A musician among those who follow, or are followed. */
export const presentFollow = (user: User, collected: number): z.input<typeof FollowView> => ({
  location: user.location,
  musician: { type: typeOf(user) },
  works_likes: collected,
  avatar: user.avatar,
  name: user.name,
});

const described = { ...shared, uuid: z.uuid(), level: Level, desc: z.string(), categories: z.array(CategoryView) };

const describe = (user: User) => ({
  uuid: user.uuid,
  name: user.name,
  avatar: user.avatar,
  location: user.location,
  desc: user.intro,
  level: levelOf(user),
  categories: [],
});

export const PublicView = z.object({
  ...described,
  is_musician: z.boolean(),
  type: MusicianType.nullable(),
  works_collected_count: z.int(),
  music_producer: z.int().exactOptional().meta({ description: "the musician's number; musicians only" }),
  is_following: z.boolean().exactOptional().meta({ description: 'where the viewer is logged in' }),
});

/** Somebody as everybody may see them. */
export function presentPublic(
  user: User,
  { collected, isFollowing }: { collected: number; isFollowing: boolean | undefined },
): z.input<typeof PublicView> {
  const isMusician = user.type === 'MUSICIAN';
  return {
    ...describe(user),
    is_musician: isMusician,
    type: typeOf(user),
    works_collected_count: collected,
    ...(isMusician && { music_producer: user.id }),
    ...(isFollowing !== undefined && { is_following: isFollowing }),
  };
}

export const MusicianView = z.object({
  ...described,
  county: z.enum(countries).meta({ description: 'sic' }),
  works_likes,
  theme_song: z.string().nullable(),
  projects: z.array(z.unknown()),
});

/** A musician in the list of them: the document prints it with two shapes, this is both. */
export const presentMusician = (user: User, collected: number): z.input<typeof MusicianView> => ({
  ...describe(user),
  county: countryOf(user.location),
  works_likes: collected,
  theme_song: null,
  projects: [],
});

export const StarredView = MusicianView.extend({ can_sell_list: z.array(WorkView) });

/** A recommended musician with what is for sale of theirs. */
export const presentStarred = (user: User, collected: number, forSale: WorkShown[]): z.input<typeof StarredView> => ({
  ...presentMusician(user, collected),
  can_sell_list: forSale,
});
