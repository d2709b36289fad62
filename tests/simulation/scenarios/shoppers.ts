import { pricing } from '#domain/orders/pricing.plan.ts';
import { yuanOf } from '#domain/shared/money.ts';
import { orderPaymentOf } from '#workflows/order-payment/contract.ts';
import { reconciliation } from '#workflows/reconciliation/contract.ts';
import { decide, takeoutOf } from '#workflows/takeout/contract.ts';
import type { Books } from '../books.ts';
import type { Act, Telling } from '../telling.ts';
import { askingOf, at, type Asking } from './asking.ts';
import type { Cast } from './shop-cast.ts';
import type { ShopState } from './shop-state.ts';

/** Everything that people might do to the shop as it stands. */
export class Shoppers {
  readonly #story: Telling;
  readonly #cast: Cast;
  readonly #provider: Books;
  readonly #ask: Asking;

  constructor(story: Telling, cast: Cast, provider: Books) {
    [this.#story, this.#cast, this.#provider] = [story, cast, provider];
    this.#ask = askingOf(story);
  }

  acts(state: ShopState): Act[] {
    return [
      ...this.purchases(state),
      ...this.#ofRefunds(state),
      ...this.#ofMoney(state),
      this.#forges(state),
      this.night(),
    ];
  }

  /** Orders, and what becomes of them. */
  purchases = (state: ShopState): Act[] => [
    ...(this.#cast.works.length > 0 ? [this.#orders()] : []),
    ...this.#ofOrders(state),
  ];

  #orders(): Act {
    const { random } = this.#story;
    const works = random
      .shuffled(this.#cast.works)
      .slice(0, random.between(1, 3))
      .map(({ id }) => {
        const { name, detail } = random.pick(pricing);
        return { uuid: id, purpose: name, channel: random.pick(detail).name };
      });
    const body = { name: '买方', phone: '+8618500000000', mode: 'PERSONAL', works };
    return this.#ask(`orders ${works.length}`, random.pick(this.#cast.buyers), 'POST /orders/', body);
  }

  #ofOrders({ orders }: ShopState): Act[] {
    const { random } = this.#story;
    const open = orders.filter(({ status }) => status === 'UNFINISHED');
    const acts: Act[] = [];
    if (open.length > 0) {
      const order = random.pick(open);
      const name = `order ${orders.indexOf(order)}`;
      const buyer = this.#cast.buyers.find(({ id }) => id === order.buyer);
      acts.push(this.#ask(`asks how to pay ${name}`, buyer, `GET /orders/${order.id}/pay/`));
      acts.push(this.#ask(`cancels ${name}`, buyer, `DELETE /orders/${order.id}/`));
    }
    const trades = this.#provider.payable();
    const indexOf = (number: string) => orders.findIndex(({ id }) => id.replaceAll('-', '') === number);
    for (const trade of trades.length > 0 ? [random.pick(trades), random.pick(trades), random.pick(trades)] : [])
      acts.push({
        name: `goes on with trade of order ${indexOf(trade.number)}`,
        run: () => this.#provider.goOn(trade.number),
      });
    if (orders.length > 0) {
      const order = random.pick(orders);
      acts.push({
        name: `an operator cancels the run of order ${orders.indexOf(order)}`,
        run: () => this.#story.processes.cancel(orderPaymentOf(order.id)),
      });
    }
    return acts;
  }

  #ofRefunds({ orders, refunds, certificates }: ShopState): Act[] {
    const { random } = this.#story;
    const acts: Act[] = [];
    const paid = orders.filter(({ status }) => status === 'FINISHED');
    if (paid.length > 0) {
      const order = random.pick(paid);
      const own = certificates.filter((one) => one.order === order.id);
      const some = random.chance(0.5) ? { certificates: [random.pick(own).id] } : {};
      acts.push(
        this.#ask(
          `gives back order ${orders.indexOf(order)}`,
          random.pick(this.#cast.administrators),
          `POST /admin/orders/${order.id}/refunds`,
          { reason: 'asked for', ...some },
        ),
      );
    }
    const pending = refunds.filter(({ status }) => status === 'WAITING' || status === 'BLOCKED');
    if (pending.length > 0) {
      const refund = random.pick(pending);
      const verdict = refund.status === 'BLOCKED' ? 'retry' : random.pick(['confirm', 'confirm', 'refuse']);
      const name = `decides refund ${refunds.indexOf(refund)}: ${verdict}`;
      for (const who of this.#cast.administrators)
        acts.push(this.#ask(name, who, `POST /admin/refunds/${refund.id}/decision`, { verdict }));
    }
    return acts;
  }

  #ofMoney({ takeouts, balances }: ShopState): Act[] {
    const { random } = this.#story;
    const seller = random.pick(this.#cast.sellers);
    const balance = -(balances.find(({ code }) => code === `seller-payable:${seller.uuid}`)?.fen ?? 0);
    const acts: Act[] = [];
    if (balance > 0 || random.chance(0.1)) {
      const fen = random.pick([balance, Math.ceil(balance / 2), balance + 1, random.between(1, Math.max(1, balance))]);
      acts.push(this.#ask(`wants ${fen}`, seller, 'POST /takeout/', { money: yuanOf(Math.max(1, fen)) }));
    }
    const asked = takeouts.filter(({ status }) => status === 'REQUESTING' || status === 'WAITING');
    if (asked.length === 0) return acts;
    const takeout = random.pick(asked);
    const name = `withdrawal ${takeouts.indexOf(takeout)}`;
    const owner = this.#cast.sellers.find(({ id }) => id === takeout.user);
    const status = random.pick(['WAITING', 'WAITING', 'FAIL', 'SUCCESS']);
    for (const who of this.#cast.administrators)
      acts.push(
        this.#ask(`decides ${name}: ${status}`, who, `PUT /admin/takeout/${takeout.id}/`, {
          status,
          remark: 'so it is',
        }),
      );
    acts.push({ name: `signals ${name}`, run: () => this.#signal(takeoutOf(takeout.id)) });
    acts.push(this.#ask(`takes back ${name}`, owner, `DELETE /takeout/${takeout.id}/`));
    return acts;
  }

  /** Verdicts typed in the Temporal UI: twice, or one and the other. */
  async #signal(workflowId: string): Promise<void> {
    const { random, processes } = this.#story;
    const by = random.pick(this.#cast.administrators).uuid;
    for (const verdict of random.shuffled(['approve', 'approve', 'refuse']).slice(0, random.between(1, 3)))
      await processes.signal(workflowId, decide, { verdict, by });
  }

  night(): Act {
    return { name: 'night falls', run: () => this.#story.processes.begin(reconciliation) };
  }

  #forges({ orders }: ShopState): Act {
    const order = orders.length > 0 ? this.#story.random.pick(orders).id : '0';
    const payload = JSON.stringify({
      notifyId: 'F',
      number: order.replaceAll('-', ''),
      tradeNumber: 'F',
      status: 'TRADE_SUCCESS',
      fen: 1,
    });
    return {
      name: 'somebody forges a notification',
      run: () =>
        this.#story.ask('forged', {
          endpoint: `POST ${at}/payments/alipay/notify`,
          body: new URLSearchParams({ payload, sign: 'forged' }),
        }),
    };
  }
}
