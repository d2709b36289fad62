import type { User } from '#domain/accounts/user.entity.ts';
import { Recording } from '#domain/dubbing/recording.entity.ts';
import { Video } from '#domain/dubbing/video.entity.ts';
import { Works } from '#domain/dubbing/works.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { fileForm } from '#tests/kit/http.ts';
import { badRequest, buildPiaxi, loginRequired, missing, refusal, success, type Piaxi } from '#tests/kit/piaxi.ts';

let piaxi: Piaxi;
let ann: User;
let ben: User;
beforeAll(async () => {
  piaxi = await buildPiaxi();
  [ann, ben] = [await piaxi.dubber(), await piaxi.dubber()];
});
afterAll(() => piaxi.close());

/** A made-up recording: what it says it is, and how long. */
const voice = (form = 'mp3', ms = 1200, field = 'file') => fileForm(field, `${form} ${ms}`, 'v.mp3');
const newWorks = async () => (await piaxi.works(ann, await piaxi.video())).id;
const upload = (id: number | string, form = voice(), who?: User, file = 'voice.mp3') =>
  piaxi.call(who, `POST /piaxi/files/works/${id}/${file}`, form);
const kept = (id: number) => piaxi.em().find(Recording, { works: id }, { orderBy: { id: 'asc' } });
const stored = async (id: number) => (await piaxi.ports.storage.list(`piaxi/works/${id}`)).map(({ key }) => key);

describe('POST /files/works/{works_id}/voice.*', () => {
  test.each(['mp3', 'aac', 'm4a', 'wav', 'amr', 'ogg', 'webm'])(
    'takes %s by its content, whatever field and ending it comes with, without a login',
    async (format) => {
      const id = await newWorks();
      expect(await upload(id, voice(format, 900, 'anything'), undefined, 'voice.wav')).toMatchObject(
        success('上传录音成功', { role_id: null, start: 0, duration: 900, format }),
      );
      const [one, ...others] = await kept(id);
      expect([one?.format, others]).toEqual([format, []]);
      expect(await stored(id)).toEqual([`piaxi/works/${id}/recordings/${one?.file}`]);
    },
  );

  test('keeps the last one, and nothing of the former', async () => {
    const id = await newWorks();
    await upload(id, voice('mp3', 1));
    await upload(id, voice('wav', 2));
    expect(await kept(id)).toMatchObject([{ format: 'wav', durationMs: 2 }]);
    expect(await stored(id)).toHaveLength(1);
  });

  test('is over for those without a login after so many, not for the owner', async () => {
    const id = await newWorks();
    for (let i = 0; i < 3; i++) expect(await upload(id)).toMatchObject({ status: 200 });
    expect(await upload(id)).toMatchObject(loginRequired);
    expect(await upload(id, voice(), ann)).toMatchObject({ status: 200 });
  });

  test('touches the works, so that nobody cleans it up', async () => {
    const id = await newWorks();
    await piaxi.em().nativeUpdate(Works, { id }, { updatedAt: new Date(0) });
    await upload(id);
    expect((await piaxi.em().findOneOrFail(Works, id)).updatedAt.getTime()).toBeGreaterThan(0);
  });

  test('is over after a day', async () => {
    const id = await newWorks();
    const createdAt = new Date(Date.now() - 24 * 3600_000 - 1000);
    await piaxi.em().nativeUpdate(Works, { id }, { createdAt });
    expect(await upload(id)).toMatchObject(loginRequired);
    expect(await upload(id, voice(), ann)).toMatchObject({ status: 200 });
  });

  test('asks for a login where the operator wants one', async () => {
    const id = await newWorks();
    const { voices } = piaxi.ports.settings;
    voices.needsLogin = true;
    try {
      expect(await upload(id)).toMatchObject(loginRequired);
      expect(await upload(id, voice(), ann)).toMatchObject({ status: 200 });
    } finally {
      voices.needsLogin = false;
    }
  });

  test('counts how often an address tries', async () => {
    const id = await newWorks();
    const { settings } = piaxi.ports;
    settings.rateLimits = true;
    try {
      await piaxi.tried('voice', 59);
      expect(await upload(id, new FormData())).toMatchObject({ status: 400 });
      expect(await upload(id, new FormData())).toMatchObject({ status: 429 });
    } finally {
      settings.rateLimits = false;
    }
  });

  test.each<[name: string, isOther: boolean, left: number, isTaken: boolean]>([
    ['room for it to the byte', false, 0, true],
    ['a byte less', false, -1, false],
    ['room, for the full works is somebody else’s', true, -1, true],
  ])('where there is %s', async (_name, isOther, left, isTaken) => {
    const [someone, other, video] = [await piaxi.dubber(), await piaxi.dubber(), await piaxi.video()];
    const [{ id }, full] = [await piaxi.works(someone, video), await piaxi.works(isOther ? other : someone, video)];
    const size = piaxi.ports.settings.quotaBytes - 'mp3 1200'.length - left;
    const em = piaxi.em();
    const place = { startMs: 0, place: 'whole', file: 'a.mp3', format: 'mp3', durationMs: 1 };
    em.create(Recording, { works: full.id, ...place, size } as never);
    await em.flush();
    expect(await upload(id)).toMatchObject(
      isTaken ? { status: 200 } : refusal(409, 'CONFLICT', '空间已满，请先删除旧的作品'),
    );
    expect([await kept(id), await stored(id)]).toMatchObject(isTaken ? [[{}], [expect.any(String)]] : [[], []]);
    if (!isOther) expect(await upload(full.id, voice(), someone)).toMatchObject({ status: 200 }); // in its own place
  });

  test('says so when too many recordings wait to be heard, and keeps nothing', async () => {
    const id = await newWorks();
    const { sounds } = piaxi.ports;
    piaxi.ports.sounds = { inspectVoice: () => Promise.reject(new DomainError('too_many', 'overloaded')) };
    try {
      expect(await upload(id)).toMatchObject(refusal(429, 'TOO_MANY_REQUESTS', '服务器繁忙，请稍后再试'));
    } finally {
      piaxi.ports.sounds = sounds;
    }
    expect([await kept(id), await stored(id)]).toEqual([[], []]);
  });

  test('hides somebody else’s works from who is logged in', async () => {
    expect(await upload(await newWorks(), voice(), ben)).toMatchObject(missing.works);
  });

  test.each<[name: string, form: FormData, expected: object]>([
    ['what is no recording', voice('exe'), refusal(400, 'BAD_REQUEST', '录音已损坏或无法解码')],
    ['an empty file', fileForm('file', '', 'v.mp3'), refusal(400, 'BAD_REQUEST', '缺少录音文件，或文件过大')],
    ['no file', new FormData(), refusal(400, 'BAD_REQUEST', '缺少录音文件，或文件过大')],
    ['1001 bytes', fileForm('file', 'x'.repeat(1001), 'v.mp3'), refusal(400, 'BAD_REQUEST', '录音文件过大')],
  ])('refuses %s, and keeps nothing', async (_name, form, expected) => {
    const id = await newWorks();
    expect(await upload(id, form)).toMatchObject(expected);
    expect([await kept(id), await stored(id)]).toEqual([[], []]);
  });

  test.each(['product.mp4', 'voice', 'voice.', 'voice.a%20b', 'xvoice.mp3', '..%2fvoice.mp3', 'voice.%2e%2e%2f'])(
    'refuses the path %s',
    async (file) => {
      expect(await upload(await newWorks(), voice(), ann, file)).toMatchObject(badRequest);
    },
  );

  test.each([
    ['999999', missing.works],
    ['0', badRequest],
    ['x', badRequest],
  ])('refuses works %s', async (id, expected) => {
    expect(await upload(id)).toMatchObject(expected);
  });

  test('waits while the works is rendered', async () => {
    const id = await newWorks();
    await piaxi.call(ann, `POST /piaxi/api/works/${id}/dubbing`, {});
    expect(await upload(id)).toMatchObject(refusal(409, 'CONFLICT', '作品正在合成，请稍后再试'));
    expect(await stored(id)).toEqual([]);
  });

  test('recordings are never given back', async () => {
    const id = await newWorks();
    await upload(id);
    const [one] = await kept(id);
    for (const path of ['voice.mp3', one?.file, `recordings%2f${one?.file}`, `recordings/${one?.file}`])
      expect(await piaxi.call(ann, `GET /piaxi/files/works/${id}/${path}`)).toMatchObject({ status: 404 });
  });
});

/** A works on a clip in which the second role speaks first after 2.5 seconds. */
async function cast() {
  const video = await piaxi.video({ roles: ['陈永仁', '刘健明'] });
  const [first = 0, second = 0] = video.roles.getItems().map(({ id }) => id);
  const lines = [{ startMs: 2500, endMs: 3000, text: '好', roleId: second }];
  await piaxi.em().nativeUpdate(Video, { id: video.id }, { lines });
  return { id: (await piaxi.works(ann, video)).id, first, second };
}

const speak = (id: number | string, role: number | string, given = voice(), query = '', who: User | undefined = ann) =>
  piaxi.call(who, `POST /piaxi/api/works/${id}/roles/${role}/voice${query}`, given);

describe('POST /works/{works_id}/roles/{role_id}/voice', () => {
  test('places a recording by the form or the address', async () => {
    const { id, first } = await cast();
    const form = voice();
    form.set('start', '4000');
    expect(await speak(id, first, form)).toMatchObject(
      success('上传录音成功', { role_id: first, start: 4000, duration: 1200, format: 'mp3' }),
    );
    expect(await speak(id, first, voice(), '?start=6000')).toMatchObject({ body: { data: { start: 6000 } } });
    await speak(id, first, voice('wav'), '?start=6000');
    expect(await kept(id)).toMatchObject([
      { startMs: 4000, format: 'mp3' },
      { startMs: 6000, format: 'wav' },
    ]);
    expect(await piaxi.call(ann, `GET /piaxi/api/works/${id}`)).toMatchObject({
      body: { data: { recordings: [{ start: 4000 }, { start: 6000 }] } },
    });
  });

  test('begins where its role speaks first, or at the beginning', async () => {
    const { id, first, second } = await cast();
    expect(await speak(id, second)).toMatchObject({ body: { data: { start: 2500 } } });
    expect(await speak(id, first)).toMatchObject({ body: { data: { start: 0 } } });
  });

  test.each(['-1', 'x', '1.5', '86400001', ''])('refuses the start %j', async (start) => {
    const { id, first } = await cast();
    expect(await speak(id, first, voice(), `?start=${start}`)).toMatchObject(badRequest);
  });

  test('refuses a role of another clip, and what is no number', async () => {
    const { id } = await cast();
    const other = await cast();
    const role = refusal(404, 'NOT_FOUND', '角色不存在');
    expect(await speak(id, other.first)).toMatchObject(role);
    expect(await speak(id, 999_999)).toMatchObject(role);
    expect(await speak(id, 'x')).toMatchObject(badRequest);
    expect(await speak('x', other.first)).toMatchObject(badRequest);
    expect(await speak(id, other.first, voice(), '', ben)).toMatchObject(missing.works);
    expect(
      await piaxi.call(undefined, `POST /piaxi/api/works/${id}/roles/${other.first}/voice`, voice()),
    ).toMatchObject(loginRequired);
  });
});

test('nothing of this was a fault', () => expect(piaxi.faults).toEqual([]));
