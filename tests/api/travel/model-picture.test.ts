import { pictureOf, pictureRefusals } from '#api/faces/travel/model-picture.ts';

const upload = (size: number) => ({ path: '/tmp/upload', name: 'a.jpg', size });

describe('the picture of a model request', () => {
  test.each([1, 10 * 1024 * 1024])('is taken with %d bytes', (size) => {
    expect(pictureOf(upload(size))).toBe('/tmp/upload');
  });

  test('has one text for whatever is wrong with it', () => {
    expect(new Set(Object.values(pictureRefusals))).toEqual(new Set(['未获取到image']));
  });

  test.each([
    ['missing', undefined],
    ['empty', upload(0)],
    ['larger than 10 MB', upload(10 * 1024 * 1024 + 1)],
  ])('is refused when it is %s', (_name, file) => {
    expect(() => pictureOf(file)).toThrow(expect.objectContaining({ kind: 'invalid', code: 'file_missing' }));
  });
});
