import { LockMode, type EntityManager } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import { whoActs } from '#domain/shared/vouching.ts';
import { isUploadPath, shownPrefix } from '#domain/uploads/upload-key.plan.ts';
import { requireUpload } from '#domain/uploads/uploads.ts';
import { gramsOf } from './name-grams.plan.ts';
import { subjectOf, type Hearing, type Reviewed, type Submission, type WorkFields } from './submission.plan.ts';
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

/**
 * What is known of a work's song whatever its musician says: the size of an upload, and its length once it was heard. A file
 * among the uploads has to be the musician's own; the document's other paths name files that we do not have.
 */
async function knownOf(
  em: EntityManager,
  storage: FileStorage,
  { path, avatar }: Partial<WorkFields>,
  work: Work,
  user: User,
): Promise<Partial<WorkFields>> {
  if (avatar && isUploadPath(avatar)) await requireUpload(em, storage, { key: avatar, user });
  if (path?.startsWith(shownPrefix)) throw new DomainError('invalid', 'invalid_value', 'everybody could read the song');
  if (!isUploadPath(path ?? work.path)) return {};
  const { sizeBytes } = path === undefined ? work : await requireUpload(em, storage, { key: path, user });
  const isHeard = work.ingest === 'DONE' && (path ?? work.path) === work.path;
  return { sizeBytes, ...(isHeard && { lengthSeconds: work.lengthSeconds }) };
}

/** Refuses a best part that ends before it begins, or begins when the song, as it was heard, is over. */
function requireEssence(work: Work, { path = work.path, essenceStart, essenceEnd }: Partial<WorkFields>): void {
  if (essenceStart === undefined && essenceEnd === undefined) return;
  const [start, end] = [essenceStart ?? work.essenceStart, essenceEnd ?? work.essenceEnd];
  const durationMs = (path === work.path ? work.durationMs : null) ?? Infinity;
  if ((end !== 0 && end < start) || start * 1000 >= durationMs)
    throw new DomainError('invalid', 'invalid_value', 'no part of the song');
}

/** True where what hearing the song has found still counts: neither it nor the beginning of its best part is another one. */
const staysHeard = (work: Work, { path = work.path, essenceStart = work.essenceStart }: Partial<WorkFields>): boolean =>
  work.ingest === 'DONE' && path === work.path && essenceStart === work.essenceStart;

/**
 * Writes a work that is handed in, new or changed, and answers what has to be heard for it, or how it was reviewed. Refuses
 * `unknown_work`, `wrong_role`, or `invalid_value` where a file is none of the musician's uploads, the song one that
 * everybody could read, or the best part none of the song.
 */
export async function recordSubmission(
  em: EntityManager,
  { storage, secrets }: { storage: FileStorage; secrets: Secrets },
  submission: Submission,
): Promise<Hearing | Reviewed> {
  const { workId, userUuid, requestId, content } = submission;
  const eventKey = subjectOf(submission);
  const isRecorded = (await em.count(Audit, { eventKey })) > 0;
  const producer = await findMusician(em, userUuid);
  const work = isRecorded ? await em.findOneOrFail(Work, workId) : await take(em, submission, producer);
  if (isRecorded && work.status !== 'WAITING') return { reviewed: work.status === 'OFFLINE' ? 'ONLINE' : work.status };
  const { name } = content.fields;
  if (!isRecorded) {
    const before = content.isNew ? undefined : work.status;
    requireEssence(work, content.fields);
    const known = await knownOf(em, storage, content.fields, work, producer);
    const isHeard = staysHeard(work, content.fields);
    if (!content.isNew) {
      work.apply('edit');
      work.edition += 1;
    }
    em.assign(work, { ...content.fields, ...known, ...(name !== undefined && { nameGrams: gramsOf(name) }) });
    if (!isHeard) em.assign(work, { ...unheard, ingest: isUploadPath(work.path) ? 'WAITING' : 'NONE' });
    work.remarks = '';
    const deed = content.isNew ? 'submit' : 'edit';
    const { by: actor } = whoActs(secrets, eventKey, deed, submission);
    const named = { realm: 'vfine', actor, action: `work.${deed}`, subject: `work:${workId}` } as const;
    const change = { ...(before && { before }), after: work.status };
    await recordAudit(em, { eventKey, ...named, ...change, ...(requestId && { requestId }) });
  }
  if (work.ingest === 'WAITING') return { key: work.path, essenceStartMs: work.essenceStartMs() };
  if (!isUploadPath(work.path)) return 'none';
  return work.fingerprintMatch ? { match: work.fingerprintMatch } : 'known';
}
