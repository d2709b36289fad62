import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { requireRoom } from '#domain/accounts/require-room.ts';
import type { SoundStudio, VoiceFormat } from '#domain/ports/sound-studio.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { recordingOf } from './dubbing-folder.ts';
import { Recording } from './recording.entity.ts';
import { requireNoTask } from './tasks.ts';
import { VideoRole } from './video.entity.ts';
import type { Works } from './works.entity.ts';
import { holdWorks } from './works.ts';

/** What may be recorded. */
export interface VoiceLimits {
  bytes: number; // of one recording
  /** Without a login: for how long after the works was made, and how often; not at all where a login is needed. */
  openHours: number;
  openUploads: number;
  needsLogin: boolean;
}

interface Deps {
  storage: FileStorage;
  /** Of all recordings in the works of one owner, in bytes. */
  quotaBytes: number;
}

interface GivenFile {
  path: string;
  size: number; // bytes
}

const mostRecordings = 60; // of one works
/** Of one works together: a mix decodes them all. No single recording is too long for it. */
const mostSpokenMs = (clipMs: number): number => Math.max(3 * clipMs, 12 * 60_000);
const hourMs = 3600_000;
const keeping = `select coalesce(sum(r.size), 0) as kept from dubbing_recording r join dubbing_works w on w.id = r.works_id
  where w.owner_id = ?`;

/** Recordings of a works in the order of their beginning. */
export const findRecordings = (em: EntityManager, worksId: number): Promise<Recording[]> =>
  em.find(Recording, { works: worksId }, { orderBy: { startMs: 'asc', id: 'asc' } });

const loginRequired = () => new DomainError('unauthenticated', 'login_required');

/** Lets a recording pass without a login; refuses `login_required` where that is over. */
export function requireOpen({ createdAt }: Works, { needsLogin, openHours }: VoiceLimits, now: Date): void {
  if (needsLogin || now.getTime() - createdAt.getTime() > openHours * hourMs) throw loginRequired();
}

/** Counts one that came without a login; refuses `login_required` after so many. */
function countOpen(works: Works, most: number): void {
  if (works.openUploads >= most) throw loginRequired();
  works.openUploads += 1;
}

/** What an upload is, by its content. Refuses `file_missing`, `file_too_large` and `bad_voice`. */
export async function inspectRecording(
  sounds: Pick<SoundStudio, 'inspectVoice'>,
  file: GivenFile | undefined,
  limits: VoiceLimits,
) {
  if (!file || file.size === 0) throw new DomainError('invalid', 'file_missing');
  if (file.size > limits.bytes) throw new DomainError('invalid', 'file_too_large');
  return { ...file, ...(await sounds.inspectVoice(file.path)) };
}

/** The role, where the works' clip has it; refuses `no_such_role`. */
export async function findRole(em: EntityManager, works: Works, roleId: number): Promise<VideoRole> {
  const role = await em.findOne(VideoRole, { id: roleId, video: works.video.id });
  if (!role) throw new DomainError('not_found', 'no_such_role');
  return role;
}

export interface Spoken extends GivenFile {
  format: VoiceFormat;
  durationMs: number;
  roleId: number | null;
  startMs: number;
  /** How many a works takes without a login, where this is one of them. */
  mostOpen: number | null;
  /** Refuses who may not speak: the recording was heard meanwhile, so that is asked again. */
  admit: (em: EntityManager) => Promise<unknown>;
}

/** Lets one more recording in beside others; refuses `too_many_recordings` and `recordings_too_long`. */
function requireFewer(others: readonly Recording[], { durationMs }: Pick<Spoken, 'durationMs'>, clipMs: number): void {
  if (others.length >= mostRecordings) throw new DomainError('conflict', 'too_many_recordings');
  const together = others.reduce((sum, other) => sum + other.durationMs, durationMs);
  if (together > mostSpokenMs(clipMs)) throw new DomainError('conflict', 'recordings_too_long');
}

/** Keeps a recording in place of the former one of its place; refuses what `admit` refuses, `works_rendering`, what `requireFewer` refuses, and `no_room`. */
export async function keepRecording(
  em: EntityManager,
  { storage, quotaBytes }: Deps,
  worksId: number,
  { path, roleId, startMs, mostOpen, admit, format, durationMs, size }: Spoken,
): Promise<{ recording: Recording; replaced: string | undefined }> {
  const works = await holdWorks(em, worksId);
  await admit(em);
  await requireNoTask(em, worksId);
  if (mostOpen !== null) countOpen(works, mostOpen);
  works.updatedAt = new Date(); // touched: nobody cleans it up
  const place = roleId === null ? 'whole' : `${roleId}@${startMs}`;
  const file = `${randomUUID()}.${format}`;
  const kept = await findRecordings(em, worksId);
  const former = kept.find((one) => one.place === place);
  const clip = await works.video.loadOrFail();
  requireFewer(
    kept.filter((one) => one !== former),
    { durationMs },
    clip.durationMs,
  );
  await requireRoom(em, works.owner.id, { keeping, more: size - (former?.size ?? 0), quotaBytes });
  await storage.putFile(recordingOf(worksId, file), path);
  const heard = { file, format, durationMs, size, startMs };
  if (former) {
    const replaced = former.file;
    return { recording: Object.assign(former, heard), replaced };
  }
  const role = roleId === null ? null : em.getReference(VideoRole, roleId);
  return { recording: em.create(Recording, { works, role, place, ...heard }), replaced: undefined };
}
