import type { EntityManager, MikroORM } from '@mikro-orm/core';
import { Bgm } from '#domain/dubbing/bgm.entity.ts';
import { castLines, requireNames, type ClipIntake, type MusicIntake } from '#domain/dubbing/ingest.plan.ts';
import type { ClipFacts, RoleFace, SoundFacts } from '#domain/dubbing/media.plan.ts';
import { Video, VideoRole } from '#domain/dubbing/video.entity.ts';

interface Taken<Facts> {
  ticket: string;
  facts: Facts;
}

/** A clip with its roles, who then speak its lines. */
async function addVideo(em: EntityManager, { ticket, name, lines, roles }: ClipIntake): Promise<Video> {
  const video = em.create(Video, { ticket, name, lines: [] });
  for (const role of roles) video.roles.add(em.create(VideoRole, { video, name: role.name }));
  await em.flush(); // the lines name the roles by their numbers
  video.lines = castLines(lines, new Map(video.roles.getItems().map((role) => [role.name, role.id])));
  return video;
}

/** A still of a role is taken in the middle of its first line. */
const faceOf = (video: Video, role: VideoRole, roles: ClipIntake['roles']): RoleFace => {
  const first = video.lines.find((line) => line.roleId === role.id);
  const picture = roles.find(({ name }) => name === role.name)?.picture ?? null;
  return { roleId: role.id, picture, atMs: first ? Math.round((first.startMs + first.endMs) / 2) : 0 };
};

/** Measured durations are the clip's; lines that begin after its end would never be seen. */
const withinClip = ({ lines }: Video, { durationMs }: ClipFacts) =>
  lines
    .filter(({ startMs }) => startMs < durationMs)
    .map((line) => ({ ...line, endMs: Math.min(line.endMs, durationMs) }));

/** The only writer of clips and music. Each call is one transaction and may safely run twice. */
export const createIntakeRecords = ({ orm }: { orm: MikroORM }) => {
  const inTransaction = <T>(work: (em: EntityManager) => Promise<T>): Promise<T> => orm.em.fork().transactional(work);

  return {
    recordClip: (intake: ClipIntake): Promise<{ id: number; faces: RoleFace[] }> =>
      inTransaction(async (em) => {
        requireNames(intake.name, intake.roles);
        const known = await em.findOne(Video, { ticket: intake.ticket }, { populate: ['roles'] });
        const video = known ?? (await addVideo(em, intake));
        if (video.state === 'FAILED') video.apply('retry');
        return { id: video.id, faces: video.roles.getItems().map((role) => faceOf(video, role, intake.roles)) };
      }),

    recordMusic: ({ ticket, name }: MusicIntake): Promise<{ id: number }> =>
      inTransaction(async (em) => {
        requireNames(name);
        const bgm = (await em.findOne(Bgm, { ticket })) ?? em.create(Bgm, { ticket, name });
        if (bgm.state === 'FAILED') bgm.apply('retry');
        await em.flush();
        return { id: bgm.id };
      }),

    recordClipReady: ({ ticket, facts }: Taken<ClipFacts>): Promise<void> =>
      inTransaction(async (em) => {
        const video = await em.findOneOrFail(Video, { ticket });
        if (video.state === 'READY') return;
        video.apply('finish');
        Object.assign(video, { facts, durationMs: facts.durationMs, lines: withinClip(video, facts) });
      }),

    recordMusicReady: ({ ticket, facts }: Taken<SoundFacts>): Promise<void> =>
      inTransaction(async (em) => {
        const bgm = await em.findOneOrFail(Bgm, { ticket });
        if (bgm.state === 'READY') return;
        bgm.apply('finish');
        Object.assign(bgm, { facts, durationMs: facts.durationMs });
      }),

    recordNotTakenIn: ({ ticket }: { ticket: string }): Promise<void> =>
      inTransaction(async (em) => {
        const found = (await em.findOne(Video, { ticket })) ?? (await em.findOne(Bgm, { ticket }));
        if (found?.state === 'INGESTING') found.apply('fail');
      }),
  };
};
export type IntakeRecords = ReturnType<typeof createIntakeRecords>;
