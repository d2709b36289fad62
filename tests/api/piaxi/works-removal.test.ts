import type { User } from '#domain/accounts/user.entity.ts';
import { productOf } from '#domain/dubbing/dubbing-folder.ts';
import { WorksMember } from '#domain/dubbing/member.entity.ts';
import { Recording } from '#domain/dubbing/recording.entity.ts';
import { Works } from '#domain/dubbing/works.entity.ts';
import { fileForm } from '#tests/kit/http.ts';
import { badRequest, buildPiaxi, loginRequired, missing, product, success, type Piaxi } from '#tests/kit/piaxi.ts';

let piaxi: Piaxi;
let ann: User; // who owns
let ben: User; // who has joined
let cay: User; // a stranger
beforeAll(async () => {
  piaxi = await buildPiaxi();
  [ann, ben, cay] = [await piaxi.dubber(), await piaxi.dubber(), await piaxi.dubber()];
});
afterAll(() => piaxi.close());

const remove = (who: User | undefined, id: number | string) => piaxi.call(who, `DELETE /piaxi/api/works/${id}`);

/** A works with a product, a recording and a member. */
async function finished(): Promise<number> {
  const { id } = await piaxi.works(ann, await piaxi.video({ lines: [] }));
  const em = piaxi.em();
  await em.nativeUpdate(Works, { id }, { product, lines: [] });
  em.create(WorksMember, { works: id, user: ben.id } as never);
  await em.flush();
  await piaxi.ports.storage.put(productOf(id), Buffer.from('x'));
  await piaxi.call(ann, `POST /piaxi/files/works/${id}/voice.mp3`, fileForm('file', 'mp3 900', 'v.mp3'));
  return id;
}

describe('DELETE /works/{works_id}', () => {
  test('takes it from every list and path at once, and another one’s stays', async () => {
    const [id, other] = [await finished(), await finished()];
    expect(await remove(ann, id)).toEqual(expect.objectContaining(success('删除作品成功')));
    expect(piaxi.flows.begun.at(-1)).toMatchObject({ id: `works-removal:${id}`, input: { worksId: id } });
    for (const path of [`files/works/${id}/product.mp4`, `files/works/${id}/subtitle.srt`, `api/works/${id}`])
      expect(await piaxi.call(ann, `GET /piaxi/${path}`)).toMatchObject(missing.works);
    for (const [who, path] of [
      [ann, 'works'],
      [ben, 'invites/works'],
    ] as const) {
      const { body } = await piaxi.call(who, `GET /piaxi/api/${path}`);
      expect((body as { data: { works: object[] } }).data.works).toEqual([
        expect.objectContaining({ works_id: other }),
      ]);
    }
    expect(await piaxi.em().count(Recording, { works: [id, other] })).toBe(1);
    for (const [endpoint, given] of [
      [`POST /piaxi/api/works/${id}`, {}],
      [`POST /piaxi/api/works/${id}/dubbing`, {}],
      [`GET /piaxi/api/works/${id}/progress`, undefined],
      [`DELETE /piaxi/api/works/${id}/dubbing`, undefined],
    ] as const)
      expect(await piaxi.call(ann, endpoint, given)).toMatchObject(missing.works);
    expect(await remove(ann, id)).toMatchObject(missing.works);
  });

  test('is for its owner', async () => {
    const id = await finished();
    expect(await remove(undefined, id)).toMatchObject(loginRequired);
    for (const who of [ben, cay]) expect(await remove(who, id)).toMatchObject(missing.works);
    expect(await piaxi.em().count(Works, { id })).toBe(1);
  });

  test.each([
    ['999999', missing.works],
    ['0', badRequest],
    ['x', badRequest],
    ['2147483648', badRequest],
  ])('refuses works %s', async (id, expected) => {
    expect(await remove(ann, id)).toMatchObject(expected);
  });

  test('goes on where it is asked for twice', async () => {
    const id = await finished();
    const replies = await Promise.all([remove(ann, id), remove(ann, id)]);
    for (const { status } of replies) expect([200, 404]).toContain(status);
    expect(replies.some(({ status }) => status === 200)).toBe(true);
  });
});

test('nothing of this was a fault', () => expect(piaxi.faults).toEqual([]));
