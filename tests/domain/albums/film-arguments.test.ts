import { readFilmArguments, type Upload } from '#domain/albums/film-arguments.ts';

const uploads: Upload[] = [
  { key: 'movies/1/161522187505802512.png', name: 'IMG_1.jpg' },
  { key: 'movies/1/161522187505802513.jpg', name: 'IMG_2.jpg' },
  { key: 'movies/1/161522187505802514.jpg', name: 'IMG_1.jpg' },
];
const factor = (...types: string[]) => ({ types, values: types.map((_, i) => (i + 1) / 10) });
const read = (info: unknown, files = uploads) =>
  readFilmArguments(typeof info === 'string' ? info : JSON.stringify(info), files);
const names = (info: unknown) => read(info).pictures.map(({ key }) => key.slice(-6, -4));

describe('readFilmArguments', () => {
  test('reads info.json as the phone application writes it', () => {
    const info = {
      factors: [
        { types: ['space bar', 'notebook', 'iPod'], values: [0.003921569, 0.06666667, 0.9137255] },
        factor('seashore'),
      ],
      images: ['IMG_2.jpg', 'IMG_1.jpg'],
      title: '标题',
      description: '描述',
    };
    expect(read(info)).toEqual({
      title: '标题',
      description: '描述',
      pictures: [
        {
          key: 'movies/1/161522187505802513.jpg',
          name: 'IMG_2.jpg',
          labels: [
            { label: 'iPod', value: 0.9137255 },
            { label: 'notebook', value: 0.06666667 },
            { label: 'space bar', value: 0.003921569 },
          ],
        },
        { key: 'movies/1/161522187505802514.jpg', name: 'IMG_1.jpg', labels: [{ label: 'seashore', value: 0.1 }] },
      ],
    });
  });

  test('keeps captions with their pictures, and that places shall not be said', () => {
    const { pictures, hidesPlaces } = read({ images: ['IMG_2.jpg', 'IMG_1.jpg'], captions: ['', '桥'], places: false });
    expect(pictures.map(({ caption }) => caption)).toEqual([undefined, '桥']);
    expect(hidesPlaces).toBe(true);
    expect(read({ places: true })).not.toHaveProperty('hidesPlaces');
  });

  test('takes all pictures in upload order and no title where there is no info.json', () => {
    const { pictures, ...rest } = readFilmArguments(undefined, uploads);
    expect(rest).toEqual({ title: '', description: '' });
    expect(pictures.map(({ key }) => key)).toEqual(uploads.map(({ key }) => key));
  });

  test('finds a picture by server name first, then the latest of that name, whatever path stands before it', () => {
    expect(names({ images: ['161522187505802512.png'] })).toEqual(['12']);
    expect(names({ images: ['IMG_1.jpg'] })).toEqual(['14']);
    expect(names({ images: ['/sdcard/DCIM/IMG_2.jpg', 'C:\\Bilder\\IMG_2.jpg', '../../IMG_2.jpg'] })).toEqual([
      '13',
      '13',
      '13',
    ]);
    const own = [...uploads, { key: 'movies/1/161522187505802599.jpg', name: '161522187505802512.png' }];
    expect(read({ images: ['161522187505802512.png'] }, own).pictures[0]?.key).toBe(uploads[0]?.key);
  });

  test.each([
    [{ public: true }, { isPublic: true }],
    [{ share: true }, { isPublic: true }],
    [{ public: false, share: true }, { isPublic: false }],
    [{ tag: 3 }, { tag: 3 }],
    [{ public: false }, { isPublic: false }],
    ['\ufeff{"title":"带标记"}', { title: '带标记' }],
    [{ title: 'a\0b' }, { title: 'ab' }],
    [{ title: '', extra: [1], images: ['IMG_1.jpg'] }, { title: '' }],
  ])('understands %j', (info, expected) => {
    expect(read(info)).toMatchObject(expected);
  });

  test.each([
    ['no JSON', '{"title":', 'info.json：不是有效的 JSON'],
    ['no object', [], 'info.json：类型错误，应为对象'],
    ['a title of the wrong type', { title: 5 }, 'info.json：title 类型错误，应为字符串'],
    ['a wrong name', { images: ['IMG_1.jpg', 7] }, 'info.json：images[1] 类型错误，应为字符串'],
    ['images that are no list', { images: 'IMG_1.jpg' }, 'info.json：images 类型错误，应为数组'],
    [
      'labels of the wrong type',
      { factors: [{ types: [1], values: [1] }] },
      'info.json：factors[0].types[0] 类型错误，应为字符串',
    ],
    [
      'values of the wrong type',
      { factors: [{ types: ['a'], values: ['1'] }] },
      'info.json：factors[0].values[0] 类型错误，应为数字',
    ],
    ['missing values', { factors: [{ types: ['a'] }] }, 'info.json：factors[0].values 类型错误，应为数组'],
    [
      'a probability above one',
      { factors: [{ types: ['a'], values: [1.5] }] },
      'info.json：factors[0].values[0] 超出上限 1',
    ],
    ['an unknown file', { images: ['IMG_9.jpg'] }, 'info.json：images[0] 找不到文件 IMG_9.jpg'],
    [
      'too few factors',
      { images: ['IMG_1.jpg', 'IMG_2.jpg'], factors: [factor('a')] },
      'info.json：factors 有 1 项，images 有 2 项，数量应相同',
    ],
    [
      'too many captions',
      { images: ['IMG_1.jpg'], captions: ['a', 'b'] },
      'info.json：captions 有 2 项，images 有 1 项，数量应相同',
    ],
    ['a caption that is no text', { captions: [1, 2, 3] }, 'info.json：captions[0] 类型错误，应为字符串'],
    ['a word for places', { places: 'no' }, 'info.json：places 类型错误，应为true 或 false'],
    [
      'labels without values',
      { images: ['IMG_1.jpg'], factors: [{ types: ['a', 'b'], values: [0.1] }] },
      'info.json：factors[0] 的 types 有 2 项，values 有 1 项，数量应相同',
    ],
    ['no image', { images: [] }, '没有图片'],
    [
      'too many images',
      { images: Array.from({ length: 51 }, () => 'IMG_1.jpg') },
      'info.json：images 有 51 张图片，最多 50 张',
    ],
    [
      'too many images before it looks for any',
      { images: Array.from({ length: 65_000 }, () => 'a') },
      'info.json：images 有 65000 张图片，最多 50 张',
    ],
    ['a tag that is no number', { tag: 'x' }, 'info.json：tag 类型错误，应为数字'],
  ])('refuses %s and names field and file', (_name, info, message) => {
    expect(() => read(info)).toThrow(expect.objectContaining({ kind: 'invalid', code: 'bad_arguments', message }));
  });

  test('leaves it unsaid whether everybody may see the film where info.json is silent about it', () => {
    expect(read({ title: 'a' })).not.toHaveProperty('isPublic');
  });

  test('refuses a film of no pictures', () => {
    expect(() => readFilmArguments(undefined, [])).toThrow(
      expect.objectContaining({ code: 'bad_arguments', message: '没有图片' }),
    );
  });
});
