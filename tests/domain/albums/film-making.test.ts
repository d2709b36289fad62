import { loadFilmAssets } from '#adapters/assets.ts';
import { planFilm } from '#domain/albums/film-making.plan.ts';
import type { FilmPlan } from '#domain/albums/film.plan.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';
import type { Poem } from '#domain/albums/poem.plan.ts';
import { anyFacts, buildFacts, buildMusic, buildTemplate, windowOf } from './samples.ts';

const assets = await loadFilmAssets();
const size = { width: 1280, height: 720 };
const poem: Poem = {
  text: '白日依山尽\n黄河入海流\n欲穷千里目\n更上一层楼',
  author: '王之涣',
  title: '登鹳雀楼',
  keywords: ['山'],
};

/** Everything that must hold of any film, whatever goes into it. */
function expectSound(plan: FilmPlan, facts: readonly PictureFacts[]): void {
  const { shots } = plan;
  expect(shots.filter(({ fit }) => fit !== 'backdrop').map(({ picture }) => picture)).toEqual(facts.map((_, i) => i));
  expect(shots[0]).toMatchObject({ start: 0, enter: { type: 'cut', frames: 0 } });
  shots.forEach((shot, i) => {
    const before = shots[i - 1];
    expect(Number.isInteger(shot.start) && Number.isInteger(shot.frames)).toBe(true);
    expect(shot.enter.type === 'cut').toBe(shot.enter.frames === 0);
    expect(shot.enter.towards !== undefined).toBe(['wipe', 'slide'].includes(shot.enter.type));
    expect(shot.frames).toBeGreaterThanOrEqual(shot.enter.frames + (shots[i + 1]?.enter.frames ?? 0));
    const changing = shot.enter.frames + (shots[i + 1]?.enter.frames ?? 0);
    expect(shot.frames - changing).toBeGreaterThanOrEqual(changing / 2); // it is seen for itself, too
    if (before === undefined) return;
    expect(shot.start).toBeGreaterThan(before.start);
    expect(before.start + before.frames - shot.start).toBe(shot.enter.frames);
    expect(shot.start).toBeGreaterThanOrEqual(before.start + before.enter.frames); // never three pictures at once
  });
  const last = shots.at(-1);
  expect((last?.start ?? 0) + (last?.frames ?? 0)).toBe(plan.frames);
  expect(plan.frames).toBeLessThanOrEqual(300 * plan.fps);
  for (const caption of plan.captions) {
    expect(caption.text).not.toBe('');
    expect(caption.start).toBeGreaterThanOrEqual(0);
    expect(caption.frames).toBeGreaterThan(plan.fps); // less than a second is not read
    expect(caption.start + caption.frames).toBeLessThanOrEqual(plan.frames);
    expect(caption.fade * 2).toBeLessThanOrEqual(caption.frames);
  }
  expect(plan.music.fadeOut).toBeLessThanOrEqual(plan.frames);
}

describe('planFilm', () => {
  test.each(assets.templates.map((template) => [template.id, template] as const))(
    'makes a sound film of 1 to 60 pictures with %s',
    (_id, template) => {
      const music = assets.music[template.music] ?? buildMusic();
      for (let count = 1; count <= 60; count++) {
        const facts = anyFacts(count, count);
        const request = { facts, template, music, size, description: '一天。又一天，走了很远的路！' };
        expectSound(
          planFilm({ ...request, title: count % 2 === 0 ? '' : '山野行记', poem: count % 3 === 0 ? undefined : poem }),
          facts,
        );
      }
    },
  );

  test.each([
    ['short shots and long transitions', { shots: [2], poem: 4, title: 2 }, 4, 200],
    ['slow music and long shots', { shots: [32], poem: 64, title: 32 }, 2, 40],
    ['quick cuts', { shots: [2, 3], poem: 4, title: 2 }, 0, 150],
  ])('makes a sound film of %s', (_name, beats, transition, bpm) => {
    const transitions = (['fade', 'dip', 'wipe'] as const).map((type) => ({
      type,
      beats: transition,
      ...(type === 'wipe' && { towards: 'up' as const }),
    }));
    const template = buildTemplate({ beats, transitions });
    for (const count of [1, 2, 3, 7, 25, 50, 60]) {
      const facts = anyFacts(count, count);
      const film = {
        facts,
        template,
        music: buildMusic({ bpm }),
        size,
        title: '山野行记',
        description: '一。二。三。四。',
        poem,
      };
      expectSound(planFilm(film), facts);
    }
  });

  test('keeps every window inside its picture and every zoom between 1 and 1.2', () => {
    for (const template of assets.templates) {
      const facts = anyFacts(40, 7);
      const plan = planFilm({ facts, template, music: buildMusic(), size, title: 'x', description: '', poem });
      for (const { picture, fit, move } of plan.shots) {
        for (const view of [move.from, move.to]) {
          const { left, right, top, bottom } = windowOf(view, fit, facts[picture] ?? buildFacts());
          expect(view.zoom).toBeGreaterThanOrEqual(1);
          expect(view.zoom).toBeLessThanOrEqual(1.2);
          expect(Math.min(left, top)).toBeGreaterThan(-1e-9);
          expect(Math.max(right, bottom)).toBeLessThan(1 + 1e-9);
        }
      }
    }
  });

  test('changes pictures on the beat: the middle of each transition is a whole number of beats', () => {
    for (const template of assets.templates) {
      const music = { ...(assets.music[template.music] ?? buildMusic()), firstBeatMs: 130 };
      const plan = planFilm({ facts: anyFacts(20, 3), template, music, size, title: 'x', description: '', poem });
      for (const { start, enter } of plan.shots.slice(1)) {
        const seconds = (start + enter.frames / 2) / plan.fps;
        const beats = ((seconds - 0.13) * music.bpm) / 60;
        expect(Math.abs(beats - Math.round(beats)) * (60 / music.bpm)).toBeLessThanOrEqual(0.5 / plan.fps + 1e-9);
      }
    }
  });

  test('opens with a title card only when there is a title to show', () => {
    const request = {
      facts: [buildFacts()],
      template: buildTemplate(),
      music: buildMusic(),
      size,
      description: '',
      poem,
    };
    expect(planFilm({ ...request, title: '山野行记' }).shots[0]).toMatchObject({ fit: 'backdrop', picture: 0 });
    for (const title of ['', '  \n', '\u202e\u200b', '🎉🎉']) {
      const plan = planFilm({ ...request, title });
      expect(plan.shots.map(({ fit }) => fit)).toEqual(['cover']);
    }
  });

  test('shows title, description, dates and poem, the poem over the last picture and nothing else with it', () => {
    const facts = anyFacts(6, 1).map((one, i) => ({
      ...one,
      takenAt: i < 3 ? '2021-03-28T10:00:00' : '2021-10-02T10:00:00',
    }));
    const plan = planFilm({
      facts,
      template: buildTemplate(),
      music: buildMusic(),
      size,
      title: '山野行记',
      description: '走出家门。',
      poem,
    });
    expect(plan.captions.map(({ text }) => text)).toEqual([
      '山野行记',
      '走出家门。',
      '2021年3月28日',
      '2021年10月2日',
      poem.text,
      '王之涣《登鹳雀楼》',
    ]);
    const verse = plan.captions.find(({ text }) => text === poem.text);
    expect(verse?.start).toBeGreaterThanOrEqual(plan.shots.at(-1)?.start ?? Infinity);
    expect((verse?.frames ?? 0) / plan.fps).toBeGreaterThan(5);
    const others = plan.captions.slice(0, 4);
    expect(Math.max(...others.map(({ start, frames }) => start + frames))).toBeLessThanOrEqual(verse?.start ?? 0);
  });

  test('writes the poem in columns with the poet as seal, or two lines at a time', () => {
    const facts = anyFacts(5, 1);
    const request = { facts, music: buildMusic(), size, title: '', description: '', poem };
    const { poem: style } = buildTemplate();
    const columns = buildTemplate({ poem: { ...style, layout: 'columns', vertical: true } });
    expect(planFilm({ ...request, template: columns }).captions).toContainEqual(
      expect.objectContaining({ vertical: true, seal: '王之涣' }),
    );
    const couplets = buildTemplate({ poem: { ...style, layout: 'couplets' } });
    const texts = planFilm({ ...request, template: couplets }).captions.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['白日依山尽，黄河入海流。', '欲穷千里目，更上一层楼。']));
  });

  test.each([
    [0.2, 0.9, 'topright'],
    [0.8, 1 - 0.9, 'topleft'],
  ])('writes the columns beside a focus at %d', (x, at, anchor) => {
    const { poem: style } = buildTemplate();
    const template = buildTemplate({
      poem: { ...style, layout: 'columns', vertical: true, x: 0.9, anchor: 'topright' },
    });
    const facts = [buildFacts({ focus: { x: x - 0.1, y: 0.4, width: 0.2, height: 0.2 } })];
    const { captions } = planFilm({ facts, template, music: buildMusic(), size, title: '', description: '', poem });
    expect(captions[0]).toMatchObject({ text: poem.text, anchor });
    expect(captions[0]?.x).toBeCloseTo(at);
  });

  test('never writes where a picture was taken', () => {
    const facts = [buildFacts({ place: { latitude: 30.25, longitude: 120.15 }, takenAt: '2021-03-28T10:00:00' })];
    const plan = planFilm({
      facts: [...facts, ...facts],
      template: buildTemplate(),
      music: buildMusic(),
      size,
      title: '',
      description: '',
      poem,
    });
    expect(JSON.stringify(plan)).not.toMatch(/30\.25|120\.15/);
  });

  test('gives the same film for the same request, and the same words twice as large at twice the height', () => {
    const request = {
      facts: anyFacts(12, 5),
      template: buildTemplate(),
      music: buildMusic(),
      title: '山野行记',
      description: '走出家门。',
      poem,
    };
    const small = planFilm({ ...request, size });
    expect(planFilm({ ...request, size })).toEqual(small);
    const large = planFilm({ ...request, size: { width: 2560, height: 1440 } });
    expect(large.captions.map((caption) => caption.size)).toEqual(small.captions.map((caption) => caption.size * 2));
    expect(large.shots).toEqual(small.shots);
  });
});
