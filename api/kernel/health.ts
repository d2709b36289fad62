import type { Middleware } from 'koa';

/** One thing the process cannot work without; `check` rejects with the reason while it is down. */
export interface Dependency {
  name: string;
  check(): Promise<unknown>;
}

const limitMs = 2000;

async function stateOf({ check }: Dependency): Promise<string> {
  const late = new Promise<never>((_, reject) =>
    setTimeout(reject, limitMs, new Error(`no answer within ${limitMs} ms`)).unref(),
  );
  return Promise.race([check(), late]).then(
    () => 'up',
    (error: unknown) => `down: ${error instanceof Error ? error.message.split('\n')[0] : 'unknown'}`,
  );
}

/** `GET /livez`: the process runs. `GET /readyz`: each dependency with its state, 503 while one is down. */
export function health(dependencies: readonly Dependency[]): Middleware {
  return async (koa, next) => {
    if (koa.path === '/livez') {
      koa.body = { status: 'up' };
      return;
    }
    if (koa.path !== '/readyz') return next();
    const states = await Promise.all(dependencies.map(async (one) => [one.name, await stateOf(one)] as const));
    const isUp = states.every(([, state]) => state === 'up');
    koa.body = { status: isUp ? 'up' : 'down', ...Object.fromEntries(states) };
    koa.status = isUp ? 200 : 503;
    koa.set('Cache-Control', 'no-store');
  };
}
