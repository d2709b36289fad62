import { z } from 'zod';
import { categoryOf } from '#domain/catalog/categories.plan.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import { maskOwner, openOwner } from '#domain/works/copyright-owner.ts';
import type { Work } from '#domain/works/work.entity.ts';
import { workMachine } from '#domain/works/work.machine.ts';
import { CategoryView, presentFlat } from './category.ts';

export const WorkState = z.enum(workMachine.states);

const Tag = z.object({ id: z.int(), name: z.string() });

/** The document's one format of music, all its keys. */
export const WorkView = z.object({
  uuid: z.uuid(),
  producer: z.uuid(),
  username: z.string(),
  photo: z.string(),
  name: z.string(),
  path: z.string().meta({ description: 'key of the song; it is heard through its download' }),
  desc: z.string(),
  avatar: z.string(),
  tags: z.array(Tag),
  categories: z.array(CategoryView),
  length: z.number().meta({ description: 'seconds' }),
  essence_start: z.number().meta({ description: 'seconds' }),
  essence_end: z.number().meta({ description: 'seconds' }),
  size: z.int().meta({ description: 'bytes' }),
  status: WorkState,
  type: z.string(),
  can_sell: z.boolean(),
  collect_count: z.int(),
  created_at: z.string().meta({ description: 'UTC', example: '2017-02-21 05:02' }),
  remarks: z.string().meta({ description: "the operator's, for the musician and operators" }),
  owner: z
    .object({ name: z.string(), phone: z.string(), address: z.string() })
    .meta({ description: 'of the copyright; for others than musician, operators and licensees masked' }),
  possible_duplicate: z
    .object({ uuid: z.uuid(), similarity: z.number() })
    .nullable()
    .exactOptional()
    .meta({ description: "operators only: another musician's work that sounds alike, 0 to 1" }),
});
export type WorkShown = z.input<typeof WorkView>;

/** Who looks at works, and what of them is theirs to know. */
export interface Viewer {
  secrets: Secrets;
  /** The musician's own, operators' and licensees'. */
  seesOwner(work: Work): boolean;
  seesRemarks(work: Work): boolean;
  /** Operators see what hearing the songs has found. */
  seesMatches: boolean;
}

const presentMatch = (match: Work['fingerprintMatch']) =>
  match ? { uuid: match.workId, similarity: match.similarity } : null;

const tagsOf = (ids: readonly number[]) => ids.flatMap((id) => categoryOf(id) ?? []);

/** Sixteen characters, as the document prints them. */
const presentMinute = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' ');

/** A work, with its producer at hand. */
export function presentWork(work: Work, viewer: Viewer): WorkShown {
  const { uuid, name: username, avatar: photo } = work.producer.unwrap();
  const owner = openOwner(viewer.secrets, work);
  return {
    uuid: work.id,
    producer: uuid,
    username,
    photo,
    name: work.name,
    path: work.path,
    desc: work.desc,
    avatar: work.avatar,
    tags: tagsOf(work.tags).map(({ id, name }) => ({ id, name })),
    categories: tagsOf(work.categories).map(presentFlat),
    length: work.lengthSeconds,
    essence_start: work.essenceStart,
    essence_end: work.essenceEnd,
    size: work.sizeBytes,
    status: work.status,
    type: work.type,
    can_sell: work.canSell,
    collect_count: work.collectCount,
    created_at: presentMinute(work.createdAt),
    remarks: viewer.seesRemarks(work) ? work.remarks : '',
    owner: viewer.seesOwner(work) ? owner : maskOwner(owner),
    ...(viewer.seesMatches && { possible_duplicate: presentMatch(work.fingerprintMatch) }),
  };
}

/** The same in the public list, which prints the musician's type for the work's. */
export const presentFound = (work: Work, viewer: Viewer): WorkShown => ({
  ...presentWork(work, viewer),
  type: work.producer.unwrap().musicianType ?? '',
});
