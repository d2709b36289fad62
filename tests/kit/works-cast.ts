import { expect } from '@jest/globals';
import { Work } from '#domain/works/work.entity.ts';
import type { WorkState } from '#domain/works/work.machine.ts';
import { buildVfine } from './vfine.ts';

/** A work as the API shows it. */
export type Shown = Record<string, unknown> & { uuid: string; status: WorkState; owner: Record<string, string> };

/** V.Fine with a musician, and others who ask about the musician's works. */
export async function castWorks() {
  const vfine = await buildVfine();
  const musician = await vfine.buildMusician({ name: '谭维维', avatar: '/pics/tan.png' });
  const stranger = await vfine.buildMusician();
  const visitor = await vfine.buildUser();
  const admin = await vfine.buildOperator();
  return {
    vfine,
    people: { nobody: undefined, musician, stranger, visitor, admin },
    row: (id: string) => vfine.em().findOneOrFail(Work, id),
    /** Hands in a work of the musician. */
    async submit(fields: Record<string, unknown> = {}): Promise<Shown> {
      const reply = await vfine.call(musician, 'POST /vfine/v1/works/', { name: '夜', path: 'sdas.path', ...fields });
      expect(reply.status).toBe(200);
      return reply.body as Shown;
    },
  };
}
export type Who = keyof Awaited<ReturnType<typeof castWorks>>['people'];
