import { SimulatedProvider } from '../provider.ts';
import type { Scenario, Scene } from '../scenario.ts';
import { chinaDayOf, dayBefore } from '#domain/payouts/china-day.plan.ts';
import { processFaults } from './processes.ts';
import { dayFaults } from './shop-bills.ts';
import { castOf } from './shop-cast.ts';
import { finalFaults, shopFaults, shopMatters } from './shop-invariants.ts';
import { emptyShop, readShop } from './shop-state.ts';
import { worldActs } from './shop-world.ts';
import { Shoppers } from './shoppers.ts';

let provider: SimulatedProvider;

// What people do that it comes to that.
const paid = /^(orders|asks how|goes on)/;
const over = /^(orders|asks how|cancels)/;
const late = /^(orders|asks how|goes on|cancels|an operator cancels)/;
const givenBack = /^(orders|asks how|goes on|gives back|decides refund)/;
const paidOut = /^(orders|asks how|goes on|wants|decides withdrawal|signals)/;
const compared = /^(orders|asks how|goes on|night)/;

/** Musicians, buyers and two administrators in the licensing shop, with a provider that misbehaves. */
export const shop: Scenario = {
  name: 'shop',
  acts: [20, 120],
  activities: {
    recordOrder: paid,
    recordPayment: paid,
    recordOrderEnd: over,
    recordLatePayment: late,
    openTrade: paid,
    askTrade: paid,
    closeTrade: over,
    recordRefund: givenBack,
    recordRefundVerdict: givenBack,
    recordRefundDone: givenBack,
    recordRefundBlocked: givenBack,
    sendRefund: givenBack,
    askRefund: givenBack,
    recordTakeout: paidOut,
    recordTakeoutDecision: paidOut,
    recordTransferEnd: paidOut,
    sendTransfer: paidOut,
    askTransfer: paidOut,
    recordMessage: paidOut,
    listPendingDays: compared,
    fetchBill: compared,
    recordComparison: compared,
  },
  stage: (now, random, count) => ({ payments: (provider = new SimulatedProvider(random, now, count)) }),
  async begin(story): Promise<Scene> {
    const own = provider;
    const shoppers = new Shoppers(story, await castOf(story), own);
    let state = emptyShop;
    const today = (): string => chinaDayOf(new Date(story.server.now));
    let lastNight = '';
    return {
      people: () => shoppers.acts(state),
      world: () => worldActs(story, own),
      last: {
        name: 'the last night falls',
        run() {
          lastNight = today();
          return shoppers.night().run();
        },
      },
      async check(settled) {
        state = await readShop(story);
        const wrong = shopFaults(state, own);
        if (settled) wrong.push(...(await processFaults(story.processes, shopMatters(state), settled.workflowId)));
        return wrong;
      },
      atEnd: async () => [...dayFaults(state, dayBefore(lastNight)), ...(await finalFaults(story, state, own))],
    };
  },
};
