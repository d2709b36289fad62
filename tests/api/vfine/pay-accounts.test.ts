import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { maskAccount } from '#domain/payouts/account-name.plan.ts';
import { PayAccount } from '#domain/payouts/pay-account.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
beforeAll(async () => void (world = await buildVfine()));
afterAll(() => world.close());

const at = '/vfine/v1';
const given = (account: unknown = 'dayifu', type: unknown = 'alipay') => ({ type, account });
const call = (who: User | undefined, method: string, body?: Record<string, unknown>) =>
  world.call(who, `${method} ${at}/pay_account/`, body);

describe('the pay account', () => {
  test('is bound once, shown masked, kept sealed, and changed', async () => {
    const user = await world.buildMusician();
    expect(await call(user, 'GET')).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
    expect(await call(user, 'PUT', given())).toMatchObject({ status: 404 });
    expect(await call(user, 'POST', given())).toMatchObject({
      status: 200,
      body: { type: 'alipay', account: 'da*ifu' },
    });
    const again = { status: 400, body: { code: 'action_already_done' } };
    expect(await call(user, 'POST', given('other'))).toMatchObject(again);
    expect((await call(user, 'GET')).body).toEqual({ type: 'alipay', account: 'da*ifu' });
    const changed = await call(user, 'PUT', given('somebody@example.org'));
    expect(changed.body).toEqual({ type: 'alipay', account: 'so***************org' });
    const row = await world.em().findOneOrFail(PayAccount, { user: user.id });
    expect(row.sealed).not.toContain('somebody');
    const acts = await world.em().find(Audit, { actor: user.uuid }, { orderBy: { id: 'asc' } });
    expect(acts.map(({ action }) => action)).toEqual(['pay-account.bind', 'pay-account.change']);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['no account', { type: 'alipay' }, 'missing_body_field'],
    ['no type', { account: 'dayifu' }, 'missing_body_field'],
    ['another type', given('dayifu', 'bank'), 'invalid_value'],
    ['an empty account', given(''), 'invalid_value'],
    ['a number', given(12_345), 'invalid_value'],
    ['blanks', given('a b c'), 'invalid_value'],
    ['signs nobody has', given('dayifu\0x'), 'invalid_value'],
  ])('refuses %s', async (_name, body, code) => {
    const user = await world.buildMusician();
    expect(await call(user, 'POST', body)).toMatchObject({ status: 400, body: { code } });
    expect(await call(user, 'GET')).toMatchObject({ status: 404 });
  });

  test('is for musicians', async () => {
    for (const method of ['GET', 'POST', 'PUT']) {
      const body = method === 'GET' ? undefined : given();
      expect(await call(undefined, method, body)).toMatchObject({ status: 401 });
      expect(await call(await world.buildUser(), method, body)).toMatchObject({ status: 403 });
    }
  });

  test.each([
    ['dayifu', 'da*ifu'],
    ['abcde', 'a****'],
    ['a', 'a'],
    ['13800138000', '13******000'],
  ])('%s is shown as %s', (account, shown) => expect(maskAccount(account)).toBe(shown));
});
