import { Message } from '#domain/accounts/message.entity.ts';
import { checkLedger } from '#domain/ledger/check.ts';
import { transferNumberOf } from '#domain/payouts/takeout.plan.ts';
import { Takeout } from '#domain/payouts/takeout.entity.ts';
import { at, startRealShop, type RealShop } from '#tests/kit/real-shop.ts';

/** The real platform under its real supervisor, which pays out through the stand-in it starts. */
describe('a withdrawal survives', () => {
  let shop: RealShop;
  beforeAll(async () => void (shop = await startRealShop()), 180_000);
  afterAll(() => shop?.stop(), 60_000);

  test('a worker killed after the provider transferred and before that was recorded: one transfer', async () => {
    const { platform, bank, orm } = shop;
    const [musician, admin] = [await shop.as(await shop.earner()), await shop.admin()];
    const { body } = await musician(`POST ${at}/takeout/`, { money: '100.00' });
    const { uuid: id } = body as { uuid: string };
    // The money leaves at once, and the answer comes when nobody is there to hear it.
    await bank.control({ faults: [{ method: 'alipay.fund.trans.uni.transfer', kind: 'slow', ms: 6000 }] });
    expect(await admin(`PUT ${at}/admin/takeout/${id}/`, { status: 'WAITING' })).toMatchObject({ status: 200 });
    const transfers = () => Object.values(bank.books().transfers);
    await platform.until('the transfer', 20_000, () => transfers().length > 0 || undefined);
    await platform.kill('worker');

    const row = () => orm.em.fork().findOneOrFail(Takeout, id);
    expect((await row()).status).toBe('WAITING');
    await platform.until('the record', 120_000, async () => (await row()).status === 'SUCCESS' || undefined);
    expect(transfers()).toMatchObject([{ number: transferNumberOf(id), fen: 90_00 }]); // a tenth is tax
    const told = () => orm.em.fork().find(Message, { eventKey: `takeout:${id}` });
    await platform.until('the message', 20_000, async () => (await told()).length > 0 || undefined);
    expect(await told()).toHaveLength(1);
    const checks = await checkLedger(orm.em.fork());
    expect(checks.flatMap(({ findings }) => findings)).toEqual([]);
    expect(checks.every(({ checked }) => checked > 0)).toBe(true);
  }, 240_000);
});
