import { expect, test } from '@jest/globals';
import { cleanName } from '#domain/albums/add-upload.ts';

test.each([
  ['a plain name', 'IMG_20210328_102940.jpg', 'IMG_20210328_102940.jpg'],
  ['a climbing path', '../../etc/passwd', 'passwd'],
  ['a path of Windows', String.raw`C:\photos\a.jpg`, 'a.jpg'],
  ['control characters', 'a\u0000b\u001bc\r\n.jpg', 'abc.jpg'],
  ['half a surrogate pair', 'a\ud83d.jpg', 'a.jpg'],
  ['accents in two spellings', 'cafe\u0301.jpg', 'caf\u00e9.jpg'],
  ['marks that turn the writing direction', '\u202egpj.exe', '\u202egpj.exe'],
  ['an emoji', '👨‍👩‍👧.jpg', '👨‍👩‍👧.jpg'],
  ['nothing but a path', 'photos/', ''],
])('cleanName keeps %s as data', (_name, given, kept) => {
  expect(cleanName(given)).toBe(kept);
});

test('cleanName cuts a long name between characters', () => {
  const name = cleanName('旅'.repeat(200));
  expect(name).toBe('旅'.repeat(85));
  expect(Buffer.byteLength(name)).toBe(255);
});
