import { z } from 'zod';
import type { Loaded } from '@mikro-orm/core';
import type { RoleClaim, WorksMember } from '#domain/dubbing/member.entity.ts';
import type { Video } from '#domain/dubbing/video.entity.ts';

const Holder = z.enum(['free', 'mine', 'taken']);

export const CastView = z
  .object({
    members: z.array(z.object({ member_id: z.int(), is_me: z.boolean() })),
    roles: z.array(z.object({ role_id: z.int(), name: z.string(), state: Holder })),
  })
  .meta({ id: 'PiaxiCast' });

interface Cast {
  video: Loaded<Video, 'roles'>;
  members: readonly WorksMember[];
  claims: readonly RoleClaim[];
}

/** Who dubs along and which roles are taken, as one of them sees it; nobody's account is shown. */
export function presentCast({ video, members, claims }: Cast, userId: number): z.input<typeof CastView> {
  const holderOf = (roleId: number): z.input<typeof Holder> => {
    const claim = claims.find(({ role }) => role.id === roleId);
    if (!claim) return 'free';
    return claim.user.id === userId ? 'mine' : 'taken';
  };
  return {
    members: members.map(({ id, user }) => ({ member_id: id, is_me: user.id === userId })),
    roles: video.roles.getItems().map(({ id, name }) => ({ role_id: id, name, state: holderOf(id) })),
  };
}
