import { join } from 'node:path';
import { bgmOf, originalOf, posterOf, productOf, rolePictureOf, silentOf } from '#domain/dubbing/dubbing-folder.ts';
import type { DubbingPlan } from '#domain/dubbing/dubbing.plan.ts';
import type { ClipFacts, DubbingMedia, RoleFace } from '#domain/dubbing/media.plan.ts';
import type { Job } from '#domain/ports/job.ts';
import type { Scratch } from '#domain/ports/scratch.ts';
import type { SoundStudio } from '#domain/ports/sound-studio.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { fetchAll } from './once.ts';
import { watched } from './watched.ts';

interface Deps {
  soundStudio: Omit<SoundStudio, 'inspectVoice'>;
  storage: FileStorage;
  scratch: Scratch;
}

type TakeInClip = Parameters<DubbingMedia['ingestClip']>[0];

/** What a mix opens, by storage key; the clip's own sound only where it is heard. */
const keysOf = ({ video, voices, bgm, dialogue }: DubbingPlan): string[] => [
  ...new Set([
    video.silent,
    ...(dialogue === 'ducked' ? [video.original] : []),
    ...voices.map(({ key }) => key),
    ...(bgm === null ? [] : [bgm.key]),
  ]),
];

/** The picture that was given for a role, or a still of the clip, as the role's face. */
async function makeFace(
  { soundStudio, storage }: Deps,
  face: RoleFace,
  clip: string,
  dir: string,
  job: Job,
): Promise<void> {
  const [picture, out] = [join(dir, `picture-${face.roleId}`), join(dir, `face-${face.roleId}.jpg`)];
  if (face.picture !== null) await storage.fetch(face.picture, picture);
  else await soundStudio.takeStill({ clip, atMs: face.atMs, out: picture }, job);
  await soundStudio.portray({ picture, out });
  job.signal.throwIfAborted();
  await storage.putFile(rolePictureOf(face.roleId), out);
}

/** The clip's files, which appear when all of them are made; the one that is asked for first comes last. */
async function takeInClip(
  deps: Deps,
  { videoId, source, faces }: TakeInClip,
  dir: string,
  job: Job,
): Promise<ClipFacts> {
  const { soundStudio, storage } = deps;
  const at = (name: string) => join(dir, name);
  const [clip, silent] = [at('source'), at('silent.mp4')];
  const made = { original: at('original.mp4'), silent, poster: at('poster.jpg') };
  await storage.fetch(source, clip);
  const facts = await soundStudio.ingestClip({ source: clip, ...made }, job);
  for (const face of faces) await makeFace(deps, face, silent, dir, job);
  job.signal.throwIfAborted();
  await storage.putFile(posterOf(videoId), made.poster);
  await storage.putFile(silentOf(videoId), silent);
  await storage.putFile(originalOf(videoId), made.original);
  return facts;
}

/** Runs on media workers: from storage keys to storage keys, each file whole or not at all, leaving nothing on the local disk. */
export const createDubbing = (deps: Deps): DubbingMedia => ({
  ingestClip: (input) => watched((job) => deps.scratch.within('clip', (dir) => takeInClip(deps, input, dir, job))),

  ingestMusic: ({ bgmId, source }) =>
    watched((job) =>
      deps.scratch.within('music', async (dir) => {
        const [piece, out] = [join(dir, 'source'), join(dir, 'bgm.mp3')];
        await deps.storage.fetch(source, piece);
        const facts = await deps.soundStudio.ingestMusic({ source: piece, out }, job);
        job.signal.throwIfAborted();
        await deps.storage.putFile(bgmOf(bgmId), out);
        return facts;
      }),
    ),

  mixDubbing: ({ worksId, plan }) =>
    watched((job) =>
      deps.scratch.within('dubbing', async (dir) => {
        const keys = keysOf(plan);
        const copies = await fetchAll(deps.storage, keys, dir);
        const files = new Map(keys.map((key, i) => [key, copies[i] ?? '']));
        const out = join(dir, 'product.mp4');
        const facts = await deps.soundStudio.mixDubbing({ plan, files, out }, job);
        job.signal.throwIfAborted();
        await deps.storage.putFile(productOf(worksId), out);
        return facts;
      }),
    ),
});
