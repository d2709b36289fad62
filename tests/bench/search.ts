import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MikroORM, QBFilterQuery } from '@mikro-orm/postgresql';
import { connectDatabase } from '#adapters/db/orm.ts';
import { categoriesBelow } from '#domain/catalog/categories.plan.ts';
import { gramsOf } from '#domain/works/name-grams.plan.ts';
import { searchWorks, shelfOf, workOrders, type WorkSearch } from '#domain/works/search-works.ts';
import { Work } from '#domain/works/work.entity.ts';
import { ensureSecrets } from '#scripts/setup/data-folder.ts';
import { embeddedDatabase } from '#scripts/setup/environment.ts';
import { findFreePorts } from '#scripts/setup/ports.ts';
import { removePostgresData } from '#scripts/setup/postgres-home.ts';
import { embeddedPostgres } from '#scripts/setup/postgres.ts';
import { ensureDatabase } from '#scripts/setup/sql.ts';
import { chanceOf } from '#scripts/shared/chance.ts';

const works = 100_000;
const musicians = 2000;
const batch = 5000;
const tries = 100;

const words =
  '夜 上海 月光 故乡 春风 秋雨 大海 星空 远方 少年 时光 旅途 城市 雪国 江南 长安 草原 烟火 清晨 黄昏 梦境 回忆 微风 森林 彩虹 野火 海岸 山谷 流年 倒影 Blue Night River Dream City Summer Winter Road Light Home Remix Piano Guitar Waltz Theme'.split(
    ' ',
  );
const styles = categoriesBelow('风格').map(({ id }) => id);
const moods = categoriesBelow('情绪').map(({ id }) => id);

const insertMusicians = `
  insert into account (uuid, realm, uname, password_hash, type, musician_type, roles, location, created_at, updated_at, name)
  select gen_random_uuid(), 'vfine', 'm' || n, 'none', 'MUSICIAN', (array['PRODUCER', 'BANDSMAN', 'SINGER'])[1 + n % 3],
    '{}', '{}', now(), now(), 'Musician ' || n
  from generate_series(1, ${musicians}) as n returning id`;

/** One work of a catalogue that looks like one: nine of ten on the shelf, a few collected often. */
function madeWork(producers: readonly number[], draw: () => number) {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(draw() * from.length)] as T;
  const name = `${pick(words)}${draw() < 0.5 ? '' : ' '}${pick(words)} ${Math.floor(draw() * 1000)}`;
  return {
    id: randomUUID(),
    createdAt: new Date(Date.UTC(2017, 0, 1) + Math.floor(draw() * 9 * 365) * 24 * 3600_000),
    producer: pick(producers),
    name,
    nameGrams: gramsOf(name),
    path: 'songs/a.mp3',
    tags: [pick(styles), pick(styles)],
    categories: [pick(moods)],
    canSell: draw() < 0.7,
    status: draw() < 0.9 ? ('ONLINE' as const) : ('WAITING' as const),
    type: draw() < 0.3 ? ('PERSONAL' as const) : ('' as const),
    collectCount: Math.floor(draw() ** 8 * 5000),
  };
}

async function seed(orm: MikroORM): Promise<void> {
  const em = orm.em.fork();
  const rows: { id: number }[] = await em.getConnection().execute(insertMusicians);
  const producers = rows.map(({ id }) => id);
  const draw = chanceOf(5);
  const unheard = { durationMs: null, loudnessLufs: null, peaksKey: null, previewKey: null, watermarkKey: null };
  const rest = { ...unheard, updatedAt: new Date(), starredAt: null, fingerprintMatch: null };
  for (let from = 0; from < works; from += batch) {
    const made = Array.from({ length: batch }, () => ({
      ...madeWork(producers, draw),
      ...rest,
    }));
    await em.insertMany(Work, made);
  }
  await em.getConnection().execute('vacuum analyze work');
  await em.getConnection().execute('vacuum analyze account');
}

const anything = { tags: [], categories: [], sort: 'NEWEST' } as const;

const kinds: Record<string, WorkSearch & { offset?: number }> = {
  newest: anything,
  hottest: { ...anything, sort: 'HOTTEST' },
  'oldest first': { ...anything, sort: 'ALL' },
  'newest, page 5,001': { ...anything, offset: 50_000 },
  'name of one sign': { ...anything, name: '夜' },
  'name of two signs': { ...anything, name: '上海' },
  'name across a word': { ...anything, name: '海大' },
  'name of a word, hottest': { ...anything, name: 'river', sort: 'HOTTEST' },
  'rare name': { ...anything, name: '月光 江南 77' },
  'name of none': { ...anything, name: '没有这首歌' },
  tag: { ...anything, tags: [3] },
  'two tags': { ...anything, tags: [3, 18] },
  'group of tags': { ...anything, tags: [1] },
  'category, hottest': { ...anything, categories: [31], sort: 'HOTTEST' },
  'musicians of a type': { ...anything, type: 'SINGER' },
  'works of a type': { ...anything, type: 'PERSONAL' },
  'all at once': { name: '夜', tags: [3], categories: [31], type: 'SINGER', sort: 'HOTTEST' },
};

interface PlanNode {
  'Node Type': string;
  'Index Name'?: string;
  Plans?: PlanNode[];
}

/** What the plan reads the works by. */
function readsOf(node: PlanNode): string[] {
  const own = /Scan/.test(node['Node Type']) ? [[node['Node Type'], node['Index Name']].filter(Boolean).join(' ')] : [];
  return [...own, ...(node.Plans ?? []).flatMap(readsOf)];
}

async function planOf(orm: MikroORM, { offset = 0, ...search }: WorkSearch & { offset?: number }): Promise<string> {
  const query = orm.em.fork().createQueryBuilder(Work);
  query
    .select('id')
    .where(shelfOf(search) as QBFilterQuery<Work>)
    .orderBy(workOrders[search.sort])
    .limit(10)
    .offset(offset);
  const rows: { 'QUERY PLAN': { Plan: PlanNode }[] }[] = await orm.em
    .fork()
    .getConnection()
    .execute(`explain (format json) ${query.getFormattedQuery()}`);
  const [plan] = rows[0]?.['QUERY PLAN'] ?? [];
  return plan ? readsOf(plan.Plan).join(' + ') : '';
}

const quantile = (times: readonly number[], share: number): number =>
  Number((times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * share)] ?? 0).toFixed(1));

async function measure(orm: MikroORM, { offset = 0, ...search }: WorkSearch & { offset?: number }) {
  const times: number[] = [];
  let found = 0;
  for (let i = 0; i < tries; i++) {
    const begun = performance.now();
    found = (await searchWorks(orm.em.fork(), search, { offset, limit: 10 })).total;
    times.push(performance.now() - begun);
  }
  return { found, 'p50, ms': quantile(times, 0.5), 'p99, ms': quantile(times, 0.99) };
}

/** How long one page of a search takes at 100,000 works, with its count, and what the database reads for it. */
export async function benchSearch(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ensemble-search-'));
  const { POSTGRES_PASSWORD: password } = ensureSecrets(folder).secrets;
  const postgres = await embeddedPostgres({ folder, port: await findFreePorts(1), password });
  try {
    await ensureDatabase(postgres.url('postgres'), embeddedDatabase);
    const orm = await connectDatabase(postgres.url(embeddedDatabase), 4);
    await orm.migrator.up();
    await seed(orm);
    const table: Record<string, object> = {};
    for (const [kind, search] of Object.entries(kinds))
      table[kind] = { ...(await measure(orm, search)), reads: await planOf(orm, search) };
    console.table(table);
    await orm.close(true);
  } finally {
    await postgres.stop('fast');
    removePostgresData(folder);
    await rm(folder, { recursive: true, force: true });
  }
}
