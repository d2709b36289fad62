import type { User } from '#domain/accounts/user.entity.ts';
import type { Act, Telling } from '../telling.ts';

export const at = '/vfine/v1';

/** Makes an act of a request that changes something; its key is the same however often it is sent. */
export type Asking = (name: string, who: User | undefined, endpoint: string, body?: Record<string, unknown>) => Act;

/** Requests of a story; some are sent twice. */
export function askingOf(story: Telling): Asking {
  let keys = 0;
  return (name, who, endpoint, body) => {
    const key = `"simulated-${++keys}"`;
    const isRepeated = story.random.chance(0.15);
    const send = () =>
      story.ask(name, {
        endpoint: `${endpoint.split(' ')[0]} ${at}${endpoint.split(' ')[1]}`,
        headers: { 'idempotency-key': key },
        ...(who && { who }),
        ...(body && { body }),
      });
    return {
      name,
      run: async () => {
        await send();
        if (isRepeated) await send();
      },
    };
  };
}
