import { Message } from '#domain/accounts/message.entity.ts';
import { checkLedger } from '#domain/ledger/check.ts';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import { Refund } from '#domain/orders/refund.entity.ts';
import { Takeout } from '#domain/payouts/takeout.entity.ts';
import { transferNumberOf } from '#domain/payouts/takeout.plan.ts';
import { at, startRealShop, type RealShop } from '#tests/kit/real-shop.ts';

/** The real platform under its real supervisor, paid and paying out through the stand-in it starts. */
describe('money survives', () => {
  let shop: RealShop;
  beforeAll(async () => void (shop = await startRealShop()), 240_000);
  afterAll(() => shop?.stop(), 120_000);

  const certificatesOf = (uuid: string) => shop.orm.em.fork().find(Certificate, { order: uuid });

  test('a purchase by the cashier, which the provider tells of', async () => {
    const { offer, uuid } = await shop.ordered();
    const page = await (await fetch(offer.pay_url)).text();
    expect(page).toContain('500.00');
    const cashier = new URL(`/cashier/${offer.out_trade_no}/pay`, offer.pay_url);
    expect(await (await fetch(cashier, { method: 'POST' })).text()).toContain('支付成功');
    await shop.isPaid(uuid);
    expect(await certificatesOf(uuid)).toMatchObject([{ state: 'ISSUED' }]);
  }, 120_000);

  test('a worker killed after the buyer paid and before anything was recorded, with every notification lost', async () => {
    const { platform, bank } = shop;
    const { offer, uuid } = await shop.ordered();
    await bank.control({ notices: { mode: 'lost' } });
    platform.signal('worker', 'SIGSTOP');
    expect(await bank.control({ pay: offer.out_trade_no })).toMatchObject({ paid: true });
    await platform.kill('worker');
    await shop.isPaid(uuid, 90_000);
    await bank.control({ notices: { mode: 'normal' } });
    expect(await certificatesOf(uuid)).toMatchObject([{ state: 'ISSUED' }]);
  }, 180_000);

  test('a worker killed after the provider paid back and before that was recorded: one refund', async () => {
    const { platform, bank } = shop;
    const { offer, uuid } = await shop.ordered();
    await bank.control({ pay: offer.out_trade_no });
    await shop.isPaid(uuid);
    const admin = await shop.admin();
    // The money goes back at once, and the answer comes when nobody is there to hear it.
    await bank.control({ faults: [{ method: 'alipay.trade.refund', kind: 'slow', ms: 6000 }] });
    const asked = admin(`POST ${at}/admin/orders/${uuid}/refunds`, { reason: 'bought twice' });
    const given = () => bank.books().trades[offer.out_trade_no]?.refunds.map(({ fen }) => fen) ?? [];
    await platform.until('the refund', 45_000, () => given().length > 0 || undefined);
    await platform.kill('worker');
    await asked;
    const refundOf = () => shop.orm.em.fork().findOne(Refund, { order: uuid });
    await platform.until('the record', 90_000, async () => (await refundOf())?.status === 'DONE' || undefined);
    expect(given()).toEqual([500_00]);
    expect(await certificatesOf(uuid)).toMatchObject([{ state: 'VOID' }]);
  }, 180_000);

  test('a worker killed after the provider transferred and before that was recorded: one transfer', async () => {
    const { platform, bank, orm } = shop;
    const [musician, admin] = [await shop.as(await shop.earner()), await shop.admin()];
    const { body } = await musician(`POST ${at}/takeout/`, { money: '100.00' });
    const { uuid: id } = body as { uuid: string };
    // The money leaves at once, and the answer comes when nobody is there to hear it.
    await bank.control({ faults: [{ method: 'alipay.fund.trans.uni.transfer', kind: 'slow', ms: 6000 }] });
    expect(await admin(`PUT ${at}/admin/takeout/${id}/`, { status: 'WAITING' })).toMatchObject({ status: 200 });
    const transfers = () => Object.values(bank.books().transfers);
    await platform.until('the transfer', 45_000, () => transfers().length > 0 || undefined);
    await platform.kill('worker');

    const row = () => orm.em.fork().findOneOrFail(Takeout, id);
    expect((await row()).status).toBe('WAITING');
    await platform.until('the record', 120_000, async () => (await row()).status === 'SUCCESS' || undefined);
    expect(transfers()).toMatchObject([{ number: transferNumberOf(id), fen: 90_00 }]); // a tenth is tax
    const told = () => orm.em.fork().find(Message, { eventKey: `takeout:${id}` });
    await platform.until('the message', 45_000, async () => (await told()).length > 0 || undefined);
    expect(await told()).toHaveLength(1);
    const checks = await checkLedger(orm.em.fork());
    expect(checks.flatMap(({ findings }) => findings)).toEqual([]);
    expect(checks.every(({ checked }) => checked > 0)).toBe(true);
  }, 240_000);
});
