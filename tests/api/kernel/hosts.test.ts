import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { faceModules } from '#api/faces.ts';
import { buildWorld, type World } from '#tests/kit/world.ts';

let world: World;
beforeAll(async () => {
  world = await buildWorld({
    modules: faceModules,
    hosts: { vfine: 'music.example.org' },
    settings: { rateLimits: true },
    trustProxy: true,
  });
});
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

test.each(['MUSIC.example.org', 'music.example.org:80', 'Music.Example.Org:443'])(
  'a face is found by its host name spelt %s',
  async (host) => {
    expect(await ask('GET /works/ HTTP/1.1', `Host: ${host}`)).toMatch(/^HTTP\/1\.1 200 [^]*"results":\[\]/);
  },
);

describe('an absolute request target', () => {
  test('counts by its path and query', async () => {
    const reply = await ask(`GET http://elsewhere.example.org${path}?page=2 HTTP/1.1`, 'Host: localhost');
    expect(reply).toMatch(/^HTTP\/1\.1 404 [^]*"detail":"Not found\."/);
    const first = await ask(`GET http://elsewhere.example.org${path}?page=1 HTTP/1.1`, 'Host: localhost');
    expect(first).toMatch(/^HTTP\/1\.1 200 [^]*"results":\[\]/);
  });

  test.each(['http://[bad', 'http://a:99999'])('that is no URL is refused: %s', async (origin) => {
    expect(await ask(`GET ${origin}${path} HTTP/1.1`, 'Host: localhost')).toMatch(/^HTTP\/1\.1 400 /);
    expect(world.faults).toEqual([]);
  });
});

test('behind a proxy, what a client claims to be its address counts for nothing', async () => {
  const statuses = [];
  await world.tried('captcha', 58, '198.51.100.7');
  for (let time = 0; time < 3; time++) {
    const headers = { 'x-forwarded-for': `203.0.113.${time}, 198.51.100.7` };
    statuses.push((await world.call(undefined, 'GET /vfine/v1/captcha/', undefined, headers)).status);
  }
  expect(statuses).toEqual([200, 200, 400]);
});
