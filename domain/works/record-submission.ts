import { LockMode, type EntityManager } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import { isUploadPath } from '#domain/uploads/upload-key.plan.ts';
import { requireUpload } from '#domain/uploads/uploads.ts';
import { gramsOf } from './name-grams.plan.ts';
import type { Hearing, Submission, WorkFields } from './submission.plan.ts';
import { Work } from './work.entity.ts';

/** Nothing is known of a song that nobody has heard. */
const unheard = {
  durationMs: null,
  loudnessLufs: null,
  peaksKey: null,
  previewKey: null,
  watermarkKey: null,
  fingerprintMatch: null,
};

async function findMusician(em: EntityManager, uuid: string): Promise<User> {
  const user = await em.findOne(User, { uuid, realm: 'vfine' });
  if (!user) throw new DomainError('not_found', 'unknown_account');
  if (user.type !== 'MUSICIAN') throw new DomainError('forbidden', 'wrong_role', 'needs to be a musician');
  return user;
}

/** The work as it is changed: a new row, or the musician's own one under lock. */
async function take(em: EntityManager, { workId: id, content }: Submission, producer: User): Promise<Work> {
  if (content.isNew) {
    const { fields } = content;
    const row = { id, producer, ...fields, nameGrams: gramsOf(fields.name), starredAt: null, ...unheard };
    return em.create(Work, row);
  }
  const where = { id, producer, status: { $ne: 'DELETE' } } as const;
  const work = await em.findOne(Work, where, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!work) throw new DomainError('not_found', 'unknown_work');
  return work;
}

/** A file among the uploads has to be the musician's own; the document's other paths name files that we do not have. */
async function checkFiles(
  em: EntityManager,
  storage: FileStorage,
  { path, avatar }: Partial<WorkFields>,
  user: User,
): Promise<{ sizeBytes?: number }> {
  if (avatar && isUploadPath(avatar)) await requireUpload(em, storage, { key: avatar, user });
  if (path === undefined || !isUploadPath(path)) return {};
  return { sizeBytes: (await requireUpload(em, storage, { key: path, user })).sizeBytes };
}

/** True where the song is to be heard: it is another one, or the last try came to no end. */
function needsHearing(work: Work, path: string | undefined): boolean {
  const isOther = path !== undefined && path !== work.path;
  return isUploadPath(path ?? work.path) && (isOther || work.ingest !== 'DONE');
}

/**
 * Writes a work that is handed in, new or changed, and answers what has to be heard for it. Refuses
 * `unknown_work`, `wrong_role`, or `invalid_value` where a file is none of the musician's uploads.
 */
export async function recordSubmission(
  em: EntityManager,
  storage: FileStorage,
  submission: Submission,
): Promise<Hearing> {
  const { workId, submissionId, userUuid, requestId, content } = submission;
  const eventKey = `work:${workId}:submission:${submissionId}`;
  const isRecorded = (await em.count(Audit, { eventKey })) > 0;
  const producer = await findMusician(em, userUuid);
  const work = isRecorded ? await em.findOneOrFail(Work, workId) : await take(em, submission, producer);
  const { path, name } = content.fields;
  if (!isRecorded) {
    const before = content.isNew ? undefined : work.status;
    const known = await checkFiles(em, storage, content.fields, producer);
    const isHeard = !content.isNew && !needsHearing(work, path);
    if (!content.isNew) work.apply('edit');
    em.assign(work, { ...content.fields, ...known, ...(name !== undefined && { nameGrams: gramsOf(name) }) });
    if (!isHeard) em.assign(work, { ...unheard, ingest: isUploadPath(work.path) ? 'WAITING' : 'NONE' });
    work.remarks = '';
    const action = content.isNew ? 'work.submit' : 'work.edit';
    const change = { ...(before && { before }), after: work.status };
    const subject = `work:${workId}`;
    await recordAudit(em, { eventKey, realm: 'vfine', actor: userUuid, action, subject, requestId, ...change });
  }
  if (work.ingest === 'WAITING') return { key: work.path, essenceStartMs: Math.round(work.essenceStart * 1000) };
  if (!isUploadPath(work.path)) return 'none';
  return work.fingerprintMatch ? { match: work.fingerprintMatch } : 'known';
}
