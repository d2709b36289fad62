import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { faceModules } from '#api/faces.ts';
import { buildWorld, type World } from '#tests/kit/world.ts';

let world: World;
beforeAll(async () => void (world = await buildWorld({ modules: faceModules })));
afterAll(() => world.close());

/** Asks as no client of ours does, with these lines and nothing else. */
async function ask(...lines: string[]): Promise<string> {
  const socket = connect(Number(new URL(world.base).port), '127.0.0.1');
  socket.write([...lines, 'Connection: close', '', ''].join('\r\n'));
  return text(socket);
}

const path = '/vfine/v1/works/';

test.each([
  ['no host', [`GET ${path} HTTP/1.0`]],
  ['a host that cannot be one', [`GET ${path} HTTP/1.1`, 'Host: a b']],
  ['an empty host', [`GET ${path} HTTP/1.1`, 'Host:']],
])('a request that names %s is answered', async (_name, lines) => {
  expect(await ask(...lines)).toMatch(/^HTTP\/1\.1 200 [^]*"results":\[\]/);
  expect(world.faults).toEqual([]);
});
