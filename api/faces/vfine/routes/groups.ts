import { z } from 'zod';
import { addToGroup, createGroup } from '#domain/accounts/groups.ts';
import { vfine } from '../face.ts';
import { Nothing, requiredText, uuid } from '../inputs.ts';

const realm = 'vfine';
const name = requiredText(64);
const refusals = { invalid_value: '传入参数不规范' };

export const groupRoutes = [
  vfine.route('POST /groups/', {
    summary: 'Make a group; members of the groups "manager" and "admin" have that role',
    auth: 'admin',
    input: { body: z.object({ name }) },
    output: z.object({ name: z.string() }),
    example: { name: 'group1' },
    refusals,
    async handler({ em, actor, body, request }) {
      await createGroup(em, { realm, name: body.name }, { actor: actor.uuid, requestId: request.id });
      return { name: body.name };
    },
  }),

  vfine.route('PUT /groups/add-user', {
    summary: 'Add somebody to a group; again changes nothing',
    auth: 'admin',
    input: { body: z.object({ user_id: uuid, group_name: name }) },
    status: 204,
    output: Nothing,
    refusals,
    handler: ({ em, actor, body: { user_id: userUuid, group_name }, request }) =>
      addToGroup(em, { realm, userUuid, name: group_name }, { actor: actor.uuid, requestId: request.id }),
  }),
];
