import type { User } from '#domain/accounts/user.entity.ts';
import { Recording } from '#domain/dubbing/recording.entity.ts';
import { fileForm } from '#tests/kit/http.ts';
import { buildPiaxi, refusal, type Piaxi } from '#tests/kit/piaxi.ts';

let piaxi: Piaxi;
let ann: User;
beforeAll(async () => {
  piaxi = await buildPiaxi();
  ann = await piaxi.dubber();
});
afterAll(() => piaxi.close());

/** A works on a clip of one role. */
async function cast(durationMs = 10_000) {
  const video = await piaxi.video({ roles: ['陈永仁'], durationMs });
  const [role = 0] = video.roles.getItems().map(({ id }) => id);
  return { id: (await piaxi.works(ann, video)).id, role };
}
const kept = (id: number) => piaxi.em().find(Recording, { works: id });
const stored = (id: number) => piaxi.ports.storage.list(`piaxi/works/${id}`);
const speak = ({ id, role }: { id: number; role: number }, start: number, ms = 1200) =>
  piaxi.call(
    ann,
    `POST /piaxi/api/works/${id}/roles/${role}/voice?start=${start}`,
    fileForm('file', `mp3 ${ms}`, 'v.mp3'),
  );

describe('a works takes', () => {
  test('sixty recordings, no more', async () => {
    const works = await cast();
    const rows = Array.from({ length: 60 }, (_, i) => ({
      works: works.id,
      role: works.role,
      startMs: i,
      place: `${works.role}@${i}`,
      file: `${i}`,
      format: 'mp3' as const,
      durationMs: 1,
      size: 1,
      createdAt: new Date(),
      updatedAt: new Date(),
    }));
    await piaxi.em().insertMany(Recording, rows);
    expect(await speak(works, 61)).toMatchObject(refusal(409, 'CONFLICT', '录音数量已达上限'));
    expect(await speak(works, 0)).toMatchObject({ status: 200 });
  });

  test.each<[name: string, clipMs: number, others: number[], ms: number, isTaken: boolean]>([
    ['three times as much as its clip', 300_000, [500_000, 300_000], 100_000, true],
    ['no more than that', 300_000, [500_000, 300_000], 100_001, false],
    ['twelve minutes of a short clip', 4000, [300_000, 300_000], 120_000, true],
    ['no more of a short clip', 4000, [300_000, 300_000], 120_001, false],
  ])('%s', async (_name, clipMs, others, ms, isTaken) => {
    const works = await cast(clipMs);
    for (const [i, length] of others.entries()) await speak(works, i, length);
    expect(await speak(works, 0, others[0])).toMatchObject({ status: 200 }); // in its own place
    expect(await speak(works, 9, ms)).toMatchObject(
      isTaken ? { status: 200 } : refusal(409, 'CONFLICT', '录音总时长已达上限'),
    );
    const [rows, files] = [await kept(works.id), await stored(works.id)];
    expect([rows.length, files.length]).toEqual(isTaken ? [3, 3] : [2, 2]);
  });
});

test('nothing of this was a fault', () => expect(piaxi.faults).toEqual([]));
