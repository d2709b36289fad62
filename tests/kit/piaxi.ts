import { piaxiFace } from '#api/faces/piaxi/index.ts';
import { createDubbingRecords } from '#activities/business/dubbing.ts';
import { createWorksEnds } from '#activities/business/works-ends.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { Bgm } from '#domain/dubbing/bgm.entity.ts';
import type { ProductFacts } from '#domain/dubbing/dubbing.plan.ts';
import { DubbingTask } from '#domain/dubbing/task.entity.ts';
import type { IntakeState } from '#domain/dubbing/intake.machine.ts';
import type { SubtitleLine } from '#domain/dubbing/subtitle.plan.ts';
import { Video, VideoRole } from '#domain/dubbing/video.entity.ts';
import { Works } from '#domain/dubbing/works.entity.ts';
import { dubbingOf, dubbingRender } from '#workflows/dubbing-render/contract.ts';
import { worksRemoval } from '#workflows/works-removal/contract.ts';
import { buildUser } from './factories.ts';
import { buildWorld, unique, type WorldOptions } from './world.ts';

interface GivenVideo {
  name?: string;
  state?: IntakeState;
  durationMs?: number;
  roles?: string[];
  lines?: SubtitleLine[];
}

/** The face of PIAXI over a database of its own. */
export async function buildPiaxi(options: Partial<WorldOptions> = {}) {
  const world = await buildWorld({ modules: [piaxiFace], ...options });
  const { orm, ports } = world;
  const records = createDubbingRecords({ orm, clock: ports.clock });
  const ends = createWorksEnds({ orm, days: { unfinished: 7 } });
  world.flows.onBegin(worksRemoval, ends.recordWorksDeleted);
  world.flows.onBegin(dubbingRender, ({ worksId, request }, { runId: run }) =>
    records.recordDubbingQueued({ worksId, run, request }),
  );

  return {
    ...world,
    records,
    ends,
    /** Brings the run of a works to its end, as its process would. */
    async finish(worksId: number, outcome: { product: ProductFacts } | { reason: string } | 'cancelled') {
      const { run } = await orm.em.fork().findOneOrFail(DubbingTask, { works: worksId }, { orderBy: { id: 'desc' } });
      const spoken = { worksId, run };
      if (outcome === 'cancelled') await records.recordNotDubbed(spoken);
      else if ('reason' in outcome) await records.recordNotDubbed({ ...spoken, ...outcome });
      else {
        await records.recordDubbingStage({ ...spoken, stage: 'PREPARING' });
        await records.recordDubbingStage({ ...spoken, stage: 'MIXING' });
        await records.recordDubbed({ ...spoken, ...outcome });
      }
      world.flows.end(dubbingOf(worksId));
    },
    dubber: (): Promise<User> => buildUser(world, { realm: 'piaxi' }),
    async video({ name = '无间道', state = 'READY', durationMs = 10_000, roles = [], lines = [] }: GivenVideo = {}) {
      const em = orm.em.fork();
      const video = em.create(Video, { ticket: unique('v'), name, state, durationMs, lines });
      for (const role of roles) video.roles.add(em.create(VideoRole, { video, name: role }));
      await em.flush();
      return video;
    },
    async bgm({ name = '天台', state = 'READY' }: Pick<GivenVideo, 'name' | 'state'> = {}): Promise<Bgm> {
      const em = orm.em.fork();
      const bgm = em.create(Bgm, { ticket: unique('b'), name, state, durationMs: 10_400 });
      await em.flush();
      return bgm;
    },
    async works(owner: User, video: Video): Promise<Works> {
      const em = orm.em.fork();
      const works = em.create(Works, { owner: owner.id, video: video.id } as never);
      await em.flush();
      return works;
    },
  };
}
export type Piaxi = Awaited<ReturnType<typeof buildPiaxi>>;

/** The face's answers. */
export const success = (msg: string, data: unknown = {}) => ({ status: 200, body: { status: 'OK', msg, data } });
export const refusal = (code: number, status: string, msg: string) => ({
  status: code,
  body: { status, msg, data: {} },
});
export const badRequest = refusal(400, 'BAD_REQUEST', '参数错误');
export const loginRequired = refusal(401, 'UNAUTHORIZED', '未登录或登录已过期');
export const missing = {
  video: refusal(404, 'NOT_FOUND', '视频不存在'),
  bgm: refusal(404, 'NOT_FOUND', '背景音乐不存在'),
  works: refusal(404, 'NOT_FOUND', '作品不存在'),
};

export const product: ProductFacts = { durationMs: 10_000, bytes: 5, lufs: -16.1, peakDb: -1.8 };
