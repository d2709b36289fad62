import { expect } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { buildTravel } from './travel.ts';

export type Data = Record<string, unknown>;
export const dataOf = ({ body }: { body: unknown }): Data => (body as { data: Data }).data;

/** A forum with somebody who writes and somebody who answers. */
export async function buildForum() {
  const world = await buildTravel();
  const author = await world.traveller({ phone: '13900001111', email: 'secret@example.org' });
  const reader = await world.traveller();
  const ask = (who: User | undefined, endpoint: string, fields?: Data) => world.call(who, endpoint, fields);
  return {
    world,
    author,
    reader,
    ask,
    get: async (path: string) => dataOf(await world.call(undefined, `GET /travel/forum${path}`)),
    async publish(fields: Data = {}, who = author): Promise<number> {
      const reply = await ask(who, 'POST /travel/forum/post/new', { title: 'Title', type: 1, text: 'Text', ...fields });
      expect(reply).toMatchObject({ status: 200, body: { code: 200, msg: '操作成功' } });
      return dataOf(reply)['post_id'] as number;
    },
    comment: async (pid: number, text = 'well said', who = reader): Promise<number> =>
      dataOf(await ask(who, 'POST /travel/forum/comment/new', { pid, text }))['comment_id'] as number,
    async close(): Promise<void> {
      expect(world.faults).toEqual([]);
      await world.close();
    },
  };
}
