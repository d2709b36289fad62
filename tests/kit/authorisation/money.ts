import { randomUUID } from 'node:crypto';
import type { User } from '#domain/accounts/user.entity.ts';
import { bookManualEntry } from '#domain/ledger/manual-entries.ts';
import { payTakeout, reserveTakeout } from '#domain/ledger/pay-outs.ts';
import { transferNumberOf } from '#domain/payouts/takeout.plan.ts';
import { buildCase } from '../reconciliation.ts';
import { bind, earn, equip } from '../takeouts.ts';
import { plain, type Cast, type Scenes } from './scene.ts';

const at = '/vfine/v1';
const place = ({ world }: Cast) => ({ orm: world.orm, secrets: world.ports.secrets });
const account = { type: 'alipay', account: 'dayifu' };

/** A withdrawal that somebody has asked for. */
async function askedBy(cast: Cast, musician: User): Promise<{ params: { uuid: string } }> {
  await equip(place(cast), musician, 40_000);
  const reply = await cast.world.call(musician, `POST ${at}/takeout/`, { money: 100 });
  return { params: { uuid: (reply.body as { uuid: string }).uuid } };
}
/** A movement of the account at the provider. */
const movement = () => ({ money: 100, number: randomUUID().replaceAll('-', '') });

const askedOf = async (cast: Cast) => askedBy(cast, await cast.world.buildMusician());

/** The provider has transferred it, and had it back. */
async function cameBack({ alipay }: Cast, takeoutId: string): Promise<void> {
  const number = transferNumberOf(takeoutId);
  const payee = { account: 'return@example.org', name: '大姨夫' };
  await alipay.payments.transfer({ number, fen: 9_000, title: '提现', payee });
  Object.assign(alipay.office.state.transfers[number] ?? {}, { returnsAt: 0 });
}

/** Income, pay-outs, and where they go. */
export const moneyScenes: Scenes = {
  'POST /pay_account/': () => ({ given: account }),
  'GET /pay_account/': async (cast) => {
    await bind(place(cast), cast.owner);
    return {};
  },
  'PUT /pay_account/': async (cast) => {
    await bind(place(cast), cast.owner);
    return { given: account };
  },
  'GET /income/total/': plain,
  'GET /income/': plain,
  'POST /takeout/': async (cast) => {
    if (cast.caller?.type === 'MUSICIAN') await equip(place(cast), cast.caller, 40_000);
    return { given: { money: 100 } };
  },
  'GET /takeout/': plain,
  'DELETE /takeout/:uuid/': (cast) => askedBy(cast, cast.owner),
  'GET /admin/takeout/': plain,
  'PUT /admin/takeout/:uuid/': async (cast) => ({ ...(await askedOf(cast)), given: { status: 'WAITING' } }),
  'POST /admin/takeout/:uuid/return': async (cast) => {
    const { params } = await askedOf(cast);
    const operator = await cast.world.buildOperator();
    await cast.world.call(operator, `PUT ${at}/admin/takeout/${params.uuid}/`, { status: 'WAITING' });
    await cameBack(cast, params.uuid);
    return { params, given: { remark: 'came back' } };
  },
  'GET /admin/reconciliation/': plain,
  'POST /admin/ledger/own-funds/': () => ({ given: movement() }),
  'POST /admin/ledger/drawings/': async ({ world }) => {
    const by = { actor: 'test', requestId: randomUUID() };
    const funds = { kind: 'top-up', ...movement(), fen: 100_00, at: new Date() } as const;
    await world.em().transactional((em) => bookManualEntry(em, funds, by));
    return { given: movement() };
  },
  'POST /admin/ledger/tax-payments/': async ({ world }) => {
    const musician = await world.buildMusician();
    await earn({ orm: world.orm }, musician, 1_000_00);
    const takeout = {
      takeoutId: randomUUID(),
      sellerUuid: musician.uuid,
      fen: 1_000_00,
      taxFen: 100_00,
      at: new Date(),
    };
    await world.em().transactional(async (em) => {
      await reserveTakeout(em, takeout);
      await payTakeout(em, takeout);
    });
    return { given: movement() };
  },
  'GET /admin/audit/': plain,
  'PUT /admin/reconciliation/:uuid/': async ({ world }) => ({
    params: { uuid: (await buildCase(world)).id },
    given: { remark: 'a fee' },
  }),
};
