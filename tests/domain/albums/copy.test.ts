import { expect, test } from '@jest/globals';
import { roomOf, type Room } from '#domain/albums/copy.plan.ts';

const film = { width: 1280, height: 720 };
const wide: Room = { width: 1080, height: 864, fit: 'outside' };
const longest: Room = { width: 16_384, height: 16_384, fit: 'inside' };

test.each<[name: string, width: number, height: number, room: Room]>([
  ['a landscape', 4000, 3000, wide],
  ['a panorama', 12_000, 1000, wide],
  ['a strip that no JPEG can hold', 70_000, 300, longest],
  ['a tower that no JPEG can hold', 300, 70_000, longest],
])('a long picture has a copy of %s as large as it shows and as can be kept', (_name, width, height, room) => {
  expect(roomOf('photo', film, { width, height })).toEqual(room);
});
