import { z } from 'zod';
import { findVideo } from '#domain/dubbing/find-catalogue.ts';
import {
  claimRole,
  createInvite,
  findClaims,
  findJoinedWorks,
  findMembers,
  findSharedWorks,
  joinWorks,
  releaseRole,
  removeMember,
} from '#domain/dubbing/members.ts';
import { findOwnWorks } from '#domain/dubbing/works.ts';
import { piaxi } from '../face.ts';
import { Id, WorksId, WorksRole } from '../inputs.ts';
import { CastView, presentCast } from '../presenters/members.ts';
import { presentWorks, WorksView } from '../presenters/works.ts';

const Nothing = z.object({});

export const memberRoutes = [
  piaxi.route('POST /works/:works_id/invites', {
    summary: 'Make a code that lets others dub along for seven days; the former code ends',
    ours: true,
    auth: 'user',
    input: { params: WorksId },
    output: z.object({ code: z.string(), expires_at: z.iso.datetime() }),
    words: '创建邀请成功',
    example: { code: 'K7QX2M9PTA', expires_at: '2026-11-28T10:00:00.000Z' },
    async handler({ em, actor, params, ports }) {
      const works = await findOwnWorks(em, actor.id, params.works_id);
      const { code, expiresAt } = await createInvite(em, ports.secrets, works, ports.clock.now());
      return { code, expires_at: expiresAt.toISOString() };
    },
  }),

  piaxi.route('POST /invites', {
    summary: 'Join the works of a code',
    ours: true,
    auth: 'user',
    rate: 'login',
    input: { body: z.object({ code: z.string().regex(/^[\dA-Za-z]{10}$/) }) },
    output: z.object({ works_id: z.int() }),
    words: '加入作品成功',
    handler: async ({ em, actor, body, ports }) => ({
      works_id: await joinWorks(em, ports.secrets, { userId: actor.id, code: body.code, now: ports.clock.now() }),
    }),
  }),

  piaxi.route('GET /invites/works', {
    summary: 'Works of others that the caller has joined, oldest first, at most 500',
    ours: true,
    auth: 'user',
    output: z.object({ works: z.array(WorksView) }),
    words: '获取已加入的works列表成功',
    handler: async ({ em, actor }) => ({ works: (await findJoinedWorks(em, actor.id)).map(presentWorks) }),
  }),

  piaxi.route('GET /works/:works_id/members', {
    summary: 'Who dubs along, and which roles are free, mine or taken',
    ours: true,
    auth: 'user',
    input: { params: WorksId },
    output: CastView,
    words: '获取成员成功',
    async handler({ em, actor, params }) {
      const works = await findSharedWorks(em, actor.id, params.works_id);
      const cast = {
        video: await findVideo(em, works.video.id),
        members: await findMembers(em, works.id),
        claims: await findClaims(em, works.id),
      };
      return presentCast(cast, actor.id);
    },
  }),

  piaxi.route('DELETE /works/:works_id/members/:member_id', {
    summary: 'Leave, or send somebody away as the owner; their roles are free again, their recordings stay',
    ours: true,
    auth: 'user',
    input: { params: WorksId.extend({ member_id: Id }) },
    output: Nothing,
    words: '移除成员成功',
    async handler({ em, actor, params }) {
      await removeMember(em, actor.id, params.works_id, params.member_id);
      return {};
    },
  }),

  piaxi.route('PUT /works/:works_id/roles/:role_id/claim', {
    summary: 'Take a role; only who has taken it, and the owner, may record for it',
    ours: true,
    auth: 'user',
    input: { params: WorksRole },
    output: Nothing,
    words: '认领角色成功',
    async handler({ em, actor, params }) {
      await claimRole(em, actor.id, params.works_id, params.role_id);
      return {};
    },
  }),

  piaxi.route('DELETE /works/:works_id/roles/:role_id/claim', {
    summary: 'Give a role back; the owner may do so for anybody',
    ours: true,
    auth: 'user',
    input: { params: WorksRole },
    output: Nothing,
    words: '释放角色成功',
    async handler({ em, actor, params }) {
      await releaseRole(em, actor.id, params.works_id, params.role_id);
      return {};
    },
  }),
];
