import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { User } from '#domain/accounts/user.entity.ts';
import { Order } from '#domain/orders/order.entity.ts';
import { buildUser, buildWork } from './factories.ts';
import { send, type Given } from './http.ts';
import { startPlatform } from './platform.ts';
import { bankOf } from './stand-in-bank.ts';
import { bind, verify } from './takeouts.ts';
import { createTokens } from './tokens.ts';

export const at = '/vfine/v1';

/** The shop on the real platform under its real supervisor, paid through the stand-in that it starts. */
export async function startRealShop() {
  const platform = await startPlatform({ REFUND_CONFIRM_FEN: '100000' });
  await platform.ready();
  const orm = await platform.database();
  const place = { orm, secrets: platform.secrets() };
  const bank = bankOf(platform);

  const person = (realm: 'vfine' | 'ops', more: object = {}) =>
    buildUser({ orm, ports: { passwords: { hash: async () => 'none' } } }, { realm, ...more });
  const stateOf = async (uuid: string) => (await orm.em.fork().findOneOrFail(Order, uuid)).status;

  const tokenOf = createTokens(() => orm.em.fork());
  /** Asks as somebody who is logged in. */
  async function as(user: User) {
    const authorization = `Bearer ${await tokenOf(user)}`;
    return (endpoint: string, given?: Given) =>
      send(platform.origin, endpoint, given, { authorization, 'idempotency-key': randomUUID() });
  }

  /** An order of one licence, to be paid with 500 yuan. */
  async function ordered(producer?: User) {
    const buyer = await person('vfine');
    const work = await buildWork({ orm }, { producer: producer ?? (await person('vfine')) });
    const call = await as(buyer);
    const works = [{ uuid: work.id, purpose: '广告/宣传片', channel: '全渠道投放' }];
    const contact = { name: '大姨夫', phone: '+8618515355024', mode: 'PERSONAL' };
    const reply = await call(`POST ${at}/orders/`, { ...contact, works });
    expect(reply).toMatchObject({ status: 200, body: { total_amount: '500.00' } });
    const offer = reply.body as { uuid: string; out_trade_no: string; pay_url: string };
    return { call, offer, uuid: offer.uuid };
  }

  const isPaid = (uuid: string, ms = 60_000) =>
    platform.until('the payment', ms, async () => (await stateOf(uuid)) === 'FINISHED' || undefined);

  return {
    platform,
    orm,
    bank,
    as,
    ordered,
    isPaid,
    admin: async () => as(await person('ops', { roles: ['admin'] })),
    /** A musician who has sold one licence, is verified and has an account to be paid to. */
    async earner(): Promise<User> {
      const user = await person('vfine');
      await orm.em.fork().nativeUpdate(User, user.id, { type: 'MUSICIAN', musicianType: 'SINGER' });
      await verify(place, user);
      await bind(place, user);
      const { offer, uuid } = await ordered(user);
      await bank.control({ pay: offer.out_trade_no });
      await isPaid(uuid);
      return user;
    },
    async stop(): Promise<void> {
      await orm.close();
      await platform.stop();
    },
  };
}
export type RealShop = Awaited<ReturnType<typeof startRealShop>>;
