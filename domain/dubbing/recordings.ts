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
}

/** Keeps a recording in place of the former one of its place; refuses `works_rendering`, `too_many_recordings` and `no_room`. */
export async function keepRecording(
  em: EntityManager,
  { storage, quotaBytes }: Deps,
  worksId: number,
  { path, roleId, startMs, mostOpen, format, durationMs, size }: Spoken,
): Promise<{ recording: Recording; replaced: string | undefined }> {
  const works = await holdWorks(em, worksId);
  await requireNoTask(em, worksId);
  if (mostOpen !== null) countOpen(works, mostOpen);
  works.updatedAt = new Date(); // touched: nobody cleans it up
  const place = roleId === null ? 'whole' : `${roleId}@${startMs}`;
  const file = `${randomUUID()}.${format}`;
  const former = await em.findOne(Recording, { works: worksId, place });
  if (!former && (await em.count(Recording, { works: worksId })) >= mostRecordings)
    throw new DomainError('conflict', 'too_many_recordings');
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
