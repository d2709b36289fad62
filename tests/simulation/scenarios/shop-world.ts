import type { SimulatedProvider } from '../provider.ts';
import type { Story } from '../story.ts';
import type { Act } from '../telling.ts';

const notify = 'POST /vfine/v1/payments/alipay/notify';

/** What the provider does by itself. */
export function worldActs(story: Story, provider: SimulatedProvider): Act[] {
  const acts: Act[] = provider
    .dealing()
    .map((transfer) => ({ name: 'a transfer is dealt with', run: async () => provider.dealWith(transfer) }));
  for (const notice of provider.notices)
    acts.push({
      name: 'the provider notifies',
      async run() {
        if (--notice.timesLeft === 0) provider.notices.splice(provider.notices.indexOf(notice), 1);
        await story.ask('notice', {
          endpoint: notify,
          body: new URLSearchParams(notice.fields),
        });
      },
    });
  return acts;
}
