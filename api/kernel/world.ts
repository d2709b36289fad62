import type { EntityManager } from '@mikro-orm/core';
import type { Context as KoaContext } from 'koa';
import type { KeyedTry } from '#domain/idempotency/keyed-requests.ts';
import type { Flows } from './flows.ts';
import type { Ports } from './ports.ts';
import type { Repeat } from './repeat.ts';
import type { Turnstile } from './turnstile.ts';

/** What the kernel needs of the world to serve any face. */
export interface World {
  /** A fresh unit of work. */
  fork(): EntityManager;
  /**
   * Lets fewer requests hold a transaction at once than there are connections: some count tries on a second one
   * meanwhile, and requests that all hold one and wait for another would wait for ever.
   */
  turn: Turnstile;
  /** Processes as a request uses them; one that came under a key finds again what its former tries began. */
  flowsFor(requestId: string, by?: KeyedTry): Flows;
  /** In real time; a story that has none repeats nothing. */
  repeat: Repeat;
  ports: Ports;
  allowedOrigins: readonly string[];
  /** Scheme and host clients use, where the request's own cannot be trusted to tell. */
  publicOrigin?: string | undefined;
  /** Tells of a fault of ours; never of a refusal. */
  report(error: unknown, koa: KoaContext): void;
}
