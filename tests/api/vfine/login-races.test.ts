import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createPasswords } from '#adapters/secrets.ts';
import { anyPhone, buildVfine, type Vfine } from '#tests/kit/vfine.ts';

const at = '/vfine/v1/users';
const real = createPasswords({ memoryCost: 8, timeCost: 1, parallelism: 1 });

/** What happens while the next password is verified. */
let meanwhile: (() => Promise<unknown>) | undefined;
const passwords = {
  ...real,
  async verify(hash: string | undefined, password: string) {
    const isRight = await real.verify(hash, password);
    const act = meanwhile;
    meanwhile = undefined;
    await act?.();
    return isRight;
  },
};

let world: Vfine;
beforeAll(async () => void (world = await buildVfine({ ports: { passwords } })));
afterAll(() => world.close());

test('of many wrong passwords at once no more are tried than one after the other, and right ones do not count', async () => {
  const phone = anyPhone();
  await world.buildUser({ phone, password: '123223' });
  const logIn = (password: string) => world.browser().call(`POST ${at}/login`, { phone, password });
  for (let time = 0; time < 4; time++) expect(await logIn('123223')).toMatchObject({ status: 204 });
  const replies = await Promise.all(Array.from({ length: 20 }, () => logIn('wrong')));
  expect(replies.filter(({ status }) => status === 401)).toHaveLength(3);
  expect(replies.filter(({ body }) => (body as { code?: string }).code === 'require_captcha')).toHaveLength(17);
});

test('a login by a password that is changed meanwhile opens no session', async () => {
  const phone = anyPhone();
  const user = await world.buildUser({ phone, password: '123223' });
  meanwhile = () => world.call(user, `PUT ${at}/password`, { old_password: '123223', new_password: '22333' });
  const browser = world.browser();
  expect(await browser.call(`POST ${at}/login`, { phone, password: '123223' })).toMatchObject({ status: 401 });
  expect(await browser.call(`GET ${at}/profile`)).toMatchObject({ status: 401 });
  expect(await browser.call(`POST ${at}/login`, { phone, password: '22333' })).toMatchObject({ status: 204 });
});
