import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import type { User } from '#domain/accounts/user.entity.ts';
import { RoleClaim, WorksMember } from '#domain/dubbing/member.entity.ts';
import { Recording } from '#domain/dubbing/recording.entity.ts';
import { holdWorks } from '#domain/dubbing/works.ts';
import { fileForm, type Reply } from '#tests/kit/http.ts';
import { buildPiaxi, missing, refusal, type Piaxi } from '#tests/kit/piaxi.ts';

let piaxi: Piaxi;
let ann: User; // who owns
let ben: User; // who dubs along
beforeAll(async () => {
  piaxi = await buildPiaxi();
  [ann, ben] = [await piaxi.dubber(), await piaxi.dubber()];
});
afterAll(() => piaxi.close());

const notYours = refusal(403, 'FORBIDDEN', '只能为自己认领的角色配音');
const call = (who: User, endpoint: string, given?: FormData) => {
  const [method, path] = endpoint.split(' ');
  return piaxi.call(who, `${method} /piaxi/api${path}`, given);
};

/** A works that Ben has joined. */
async function shared() {
  const video = await piaxi.video({ roles: ['陈永仁'] });
  const [role = 0] = video.roles.getItems().map(({ id }) => id);
  const { id } = await piaxi.works(ann, video);
  const em = piaxi.em();
  const member = em.create(WorksMember, { works: id, user: ben.id } as never);
  await em.flush();
  return { id, role, member: member.id };
}
type Scene = Awaited<ReturnType<typeof shared>>;

const claim = ({ id, role }: Scene) => call(ben, `PUT /works/${id}/roles/${role}/claim`);
const sendAway = ({ id, member }: Scene) => call(ann, `DELETE /works/${id}/members/${member}`);
const release = ({ id, role }: Scene) => call(ann, `DELETE /works/${id}/roles/${role}/claim`);

/** Ben speaks a role that he has taken; what happens while he is heard. */
async function speaking(meanwhile: (scene: Scene) => Promise<unknown>) {
  const scene = await shared();
  await claim(scene);
  const { sounds } = piaxi.ports;
  const inspectVoice: typeof sounds.inspectVoice = async (...asked) => {
    await meanwhile(scene);
    return sounds.inspectVoice(...asked);
  };
  piaxi.ports.sounds = { inspectVoice };
  const voice = fileForm('file', 'mp3 900', 'v.mp3');
  try {
    return { id: scene.id, answer: await call(ben, `POST /works/${scene.id}/roles/${scene.role}/voice`, voice) };
  } finally {
    piaxi.ports.sounds = sounds;
  }
}

describe('who speaks while the owner', () => {
  test.each([
    ['sends them away', sendAway, missing.works],
    ['gives their role back', release, notYours],
  ])('%s is not kept', async (_name, meanwhile, expected) => {
    const { id, answer } = await speaking(meanwhile);
    expect(answer).toMatchObject(expected);
    expect(await piaxi.em().count(Recording, { works: id })).toBe(0);
    expect(await piaxi.ports.storage.list(`piaxi/works/${id}`)).toEqual([]);
  });
});

/** Asks while somebody else holds the works, who then changes something of it. */
async function whileHeld(id: number, ask: () => Promise<Reply>, change: (em: EntityManager) => Promise<unknown>) {
  let answer: Promise<Reply> | undefined;
  await piaxi.em().transactional(async (em) => {
    await holdWorks(em, id);
    answer = ask();
    await sleep(150);
    await change(em);
  });
  return answer;
}

describe('at once', () => {
  test('a member who is sent away takes no role', async () => {
    const scene = await shared();
    const leave = (em: EntityManager) => em.nativeDelete(WorksMember, { works: scene.id });
    expect(await whileHeld(scene.id, () => claim(scene), leave)).toMatchObject(missing.works);
    expect(await piaxi.em().count(RoleClaim, { works: scene.id })).toBe(0);
  });

  test('a role that is taken by who is sent away is free again', async () => {
    const scene = await shared();
    const { id: works, role } = scene;
    const take = async (em: EntityManager) => void em.create(RoleClaim, { works, role, user: ben.id } as never);
    expect(await whileHeld(works, () => sendAway(scene), take)).toMatchObject({ status: 200 });
    expect(await piaxi.em().count(RoleClaim, { works })).toBe(0);
  });
});

test('nothing of this was a fault', () => expect(piaxi.faults).toEqual([]));
