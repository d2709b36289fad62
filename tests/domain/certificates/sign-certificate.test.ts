import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSigner } from '#adapters/signer.ts';
import { isGenuine, readSignature, signCertificate } from '#domain/certificates/sign-certificate.ts';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import { buildCertificate } from '#tests/kit/certificates.ts';
import { buildUser } from '#tests/kit/factories.ts';
import { buildWorld, type World } from '#tests/kit/world.ts';

let world: World;
beforeAll(async () => void (world = await buildWorld({ modules: [] })));
afterAll(() => world.close());

const person = () => buildUser(world, { realm: 'vfine' });
const build = async (state: Certificate['state']) =>
  buildCertificate(world, { buyer: await person(), seller: await person(), state });

describe('the signature of a certificate', () => {
  test('is the same each time, and outlives what the database does to the certificate', async () => {
    const { id, signature } = await build('ISSUED');
    const certificate = await world.em().findOneOrFail(Certificate, id);
    expect(signCertificate(world.ports.signer, certificate)).toBe(signature);
    expect(isGenuine(world.ports.signer, certificate)).toBe(true);
    expect(readSignature(signature ?? '')).toMatchObject({ keyId: world.ports.signer.keys[0].id });
  });

  test.each(['licensee', 'author', 'workName', 'number', 'purpose', 'detail'] as const)(
    'does not fit where %s was changed',
    async (field) => {
      const certificate = await build('ISSUED');
      certificate[field] = `${certificate[field]}x`;
      expect(isGenuine(world.ports.signer, certificate)).toBe(false);
    },
  );

  test('does not fit another price, another key, or when there is none', async () => {
    const certificate = await build('ISSUED');
    expect(isGenuine(createSigner(Buffer.alloc(32, 6)), certificate)).toBe(false);
    certificate.priceFen++;
    expect(isGenuine(world.ports.signer, certificate)).toBe(false);
    certificate.priceFen--;
    certificate.signature = null;
    expect(isGenuine(world.ports.signer, certificate)).toBe(false);
  });

  test('is not given before it is issued', async () => {
    const certificate = await build('DRAFT');
    expect(() => signCertificate(world.ports.signer, certificate)).toThrow(/not issued/);
  });
});
