import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MikroORM } from '@mikro-orm/postgresql';
import { openSession } from '#domain/accounts/sessions.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import { Order } from '#domain/orders/order.entity.ts';
import { Refund } from '#domain/orders/refund.entity.ts';
import { buildUser, buildWork } from '#tests/kit/factories.ts';
import { send, type Given } from '#tests/kit/http.ts';
import { startPlatform, type Platform } from '#tests/kit/platform.ts';

/** The real platform under its real supervisor, paid through the stand-in it starts. */
describe('money survives', () => {
  let platform: Platform;
  let orm: MikroORM;
  const at = '/vfine/v1';

  beforeAll(async () => {
    platform = await startPlatform({ REFUND_CONFIRM_FEN: '100000' });
    await platform.ready();
    orm = await platform.database();
  }, 180_000);
  afterAll(async () => {
    await orm?.close();
    await platform?.stop();
  }, 60_000);

  const person = (realm: 'vfine' | 'ops', more: object = {}) =>
    buildUser({ orm, ports: { passwords: { hash: async () => 'none' } } }, { realm, ...more });

  /** Asks as somebody who is logged in. */
  async function as(user: User) {
    const em = orm.em.fork();
    const { token } = openSession(em, user.realm, em.getReference(user.constructor as typeof User, user.id), 1);
    await em.flush();
    const authorization = `Bearer ${token}`;
    return (endpoint: string, given?: Given) =>
      send(platform.origin, endpoint, given, { authorization, 'idempotency-key': randomUUID() });
  }

  /** What the stand-in is told at its control. */
  async function control(what: object): Promise<unknown> {
    const log = readFileSync(join(platform.folder, 'logs', 'alipay.log'), 'utf8');
    const port = /127\.0\.0\.1:(\d+)/.exec(log)?.[1] ?? '';
    const answer = await fetch(`http://127.0.0.1:${port}/control`, { method: 'POST', body: JSON.stringify(what) });
    return answer.json();
  }

  async function ordered() {
    const [buyer, producer] = [await person('vfine'), await person('vfine')];
    const work = await buildWork({ orm }, { producer });
    const call = await as(buyer);
    const works = [{ uuid: work.id, purpose: '广告/宣传片', channel: '全渠道投放' }];
    const reply = await call(`POST ${at}/orders/`, {
      name: '大姨夫',
      phone: '+8618515355024',
      mode: 'PERSONAL',
      works,
    });
    expect(reply).toMatchObject({ status: 200, body: { total_amount: '500.00' } });
    const offer = reply.body as { uuid: string; out_trade_no: string; pay_url: string };
    return { call, offer, uuid: offer.uuid };
  }
  const stateOf = async (uuid: string) => (await orm.em.fork().findOneOrFail(Order, uuid)).status;
  const bank = () =>
    JSON.parse(readFileSync(join(platform.folder, 'alipay', 'bank.json'), 'utf8')) as {
      trades: Record<string, { status: string; refunds: { number: string; fen: number }[] }>;
    };

  test('a purchase by the cashier, which the provider tells of', async () => {
    const { offer, uuid } = await ordered();
    const page = await (await fetch(offer.pay_url)).text();
    expect(page).toContain('500.00');
    const cashier = new URL(`/cashier/${offer.out_trade_no}/pay`, offer.pay_url);
    expect(await (await fetch(cashier, { method: 'POST' })).text()).toContain('支付成功');
    await platform.until('the payment', 20_000, async () => (await stateOf(uuid)) === 'FINISHED' || undefined);
    expect(await orm.em.fork().find(Certificate, { order: uuid })).toMatchObject([{ state: 'ISSUED' }]);
  }, 60_000);

  test('a worker killed after the buyer paid and before anything was recorded, with every notification lost', async () => {
    const { offer, uuid } = await ordered();
    await control({ notices: { mode: 'lost' } });
    platform.signal('worker', 'SIGSTOP');
    expect(await control({ pay: offer.out_trade_no })).toMatchObject({ paid: true });
    await platform.kill('worker');
    await platform.until('the payment', 60_000, async () => (await stateOf(uuid)) === 'FINISHED' || undefined);
    await control({ notices: { mode: 'normal' } });
    expect(await orm.em.fork().find(Certificate, { order: uuid })).toMatchObject([{ state: 'ISSUED' }]);
  }, 120_000);

  test('a worker killed after the provider paid back and before that was recorded: one refund', async () => {
    const { offer, uuid } = await ordered();
    await control({ pay: offer.out_trade_no });
    await platform.until('the payment', 20_000, async () => (await stateOf(uuid)) === 'FINISHED' || undefined);
    const admin = await as(await person('ops', { roles: ['admin'] }));
    // The money goes back at once, and the answer comes when nobody is there to hear it.
    await control({ faults: [{ method: 'alipay.trade.refund', kind: 'slow', ms: 6000 }] });
    const asked = admin(`POST ${at}/admin/orders/${uuid}/refunds`, { reason: 'bought twice' });
    await platform.until(
      'the refund',
      20_000,
      () => (bank().trades[offer.out_trade_no]?.refunds.length ?? 0) > 0 || undefined,
    );
    await platform.kill('worker');
    await asked;
    const refundOf = () => orm.em.fork().findOne(Refund, { order: uuid });
    await platform.until('the record', 90_000, async () => (await refundOf())?.status === 'DONE' || undefined);
    expect(bank().trades[offer.out_trade_no]?.refunds.map(({ fen }) => fen)).toEqual([500_00]);
    expect(await orm.em.fork().find(Certificate, { order: uuid })).toMatchObject([{ state: 'VOID' }]);
  }, 180_000);
});
