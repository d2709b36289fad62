import { SimulatedProvider } from '../provider.ts';
import type { Scenario, Scene } from '../scenario.ts';
import { chinaDayOf, dayBefore } from '#domain/payouts/china-day.plan.ts';
import { dayFaults } from './shop-bills.ts';
import { castOf } from './shop-cast.ts';
import { finalFaults, shopFaults } from './shop-invariants.ts';
import { emptyShop, readShop } from './shop-state.ts';
import { worldActs } from './shop-world.ts';
import { Shoppers } from './shoppers.ts';

let provider: SimulatedProvider;

/** Musicians, buyers and two administrators in the licensing shop, with a provider that misbehaves. */
export const shop: Scenario = {
  name: 'shop',
  acts: [20, 120],
  activities: [
    'recordOrder',
    'recordPayment',
    'recordOrderEnd',
    'recordLatePayment',
    'openTrade',
    'askTrade',
    'closeTrade',
    'recordRefund',
    'recordRefundVerdict',
    'recordRefundDone',
    'recordRefundBlocked',
    'sendRefund',
    'askRefund',
    'recordTakeout',
    'recordTakeoutDecision',
    'recordTransferEnd',
    'sendTransfer',
    'askTransfer',
    'recordMessage',
    'listPendingDays',
    'fetchBill',
    'recordComparison',
  ],
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
      async check() {
        state = await readShop(story);
        return shopFaults(state, own);
      },
      atEnd: async () => [...dayFaults(state, dayBefore(lastNight)), ...(await finalFaults(story, state, own))],
    };
  },
};
