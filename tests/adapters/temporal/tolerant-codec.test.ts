import { describe, expect, test } from '@jest/globals';
import { tolerantCodec } from '#adapters/temporal/tolerant-codec.ts';

const payload = (encoding: string | undefined, data: string) => ({
  metadata: encoding === undefined ? {} : { encoding: Buffer.from(encoding) },
  data: Buffer.from(data),
});
const nothing = payload('json/plain', 'null');

describe('the tolerant codec', () => {
  test.each([
    ['broken JSON', payload('json/plain', '{verdict: approve}')],
    ['no JSON at all', payload('json/plain', '')],
    ['an unknown encoding', payload('json/strange', '{}')],
    ['no encoding', payload(undefined, '{}')],
    ['nothing', {}],
  ])('reads %s as null', async (_name, given) => {
    expect(await tolerantCodec.decode([given])).toEqual([nothing]);
  });

  test.each([
    ['json/plain', '{"verdict":"approve"}'],
    ['json/protobuf', '{}'],
    ['binary/null', ''],
    ['binary/plain', '\u0001'],
    ['binary/encrypted', 'sealed'],
  ])('leaves %s alone', async (encoding, data) => {
    const given = payload(encoding, data);
    expect(await tolerantCodec.decode([given])).toEqual([given]);
    expect(await tolerantCodec.encode([given])).toEqual([given]);
  });
});
