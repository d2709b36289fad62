import { createVoiceReader } from '#adapters/media/sound/voice-reader.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { fileForm } from '#tests/kit/http.ts';
import { buildPiaxi, type Piaxi } from '#tests/kit/piaxi.ts';
import { hostilePictures } from './pictures.ts';
import { hostileSounds } from './sounds.ts';
import { setTraps } from './trap.ts';
import type { Hostile } from './traps.ts';

const trap = await setTraps();
const pictures = (await hostilePictures(trap.traps)).filter((_, i) => i % 8 === 0); // a picture is no recording
const corpus = [...hostileSounds(trap.traps), ...pictures.map(({ name, content }) => ({ name, content }))];
const cases = corpus.map((one): [name: string, hostile: Hostile] => [one.name.slice(0, 60), one]);

/** The face's own texts. */
const empty = /^缺少录音文件/;
const unheard = /^(只支持 mp3、|录音已损坏)/;

let piaxi: Piaxi;
let ann: User;
beforeAll(async () => {
  piaxi = await buildPiaxi({
    ports: { sounds: createVoiceReader('ffmpeg', 300_000) },
    settings: { voices: { bytes: 20_000_000, openHours: 24, openUploads: 3, needsLogin: false } },
  });
  ann = await piaxi.dubber();
});
afterAll(async () => {
  await piaxi.close();
  await trap.close();
});

describe('a recording', () => {
  test.each(cases)('%s', async (_name, hostile) => {
    const { id } = await piaxi.works(ann, await piaxi.video());
    const form = fileForm('file', hostile.content, hostile.name);
    const answer = await piaxi.call(undefined, `POST /piaxi/files/works/${id}/voice.mp3`, form);
    expect(trap.leaks(answer.body)).toBe(false);
    const stored = await piaxi.ports.storage.list(`piaxi/works/${id}`);
    if (hostile.accepts) {
      expect(answer).toMatchObject({ status: 200 });
      expect(stored).toHaveLength(1);
      expect(stored[0]?.key).toMatch(new RegExp(`^piaxi/works/${id}/recordings/[\\w.-]+$`));
      return;
    }
    const msg: unknown = expect.stringMatching(hostile.content.length === 0 ? empty : unheard);
    expect(answer).toMatchObject({ status: 400, body: { status: 'BAD_REQUEST', msg, data: {} } });
    expect(stored).toEqual([]);
  });
});

test('nothing was called, nothing came out, nothing broke', async () => {
  expect(trap.calls()).toBe(0);
  expect(await trap.leaksIn(piaxi.ports.storage, 'piaxi')).toEqual([]);
  expect(piaxi.faults).toEqual([]);
});
