import type { Given } from '../http.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import type { Alipay } from '../alipay.ts';
import type { Vfine } from '../vfine.ts';

/** Of everybody in these scenes. */
export const password = 'correct horse';

/** Who there is when an operation is asked for: whoever the things belong to, and who asks. */
export interface Cast {
  world: Vfine;
  owner: User;
  caller: User | undefined;
  alipay: Alipay;
  /** Waits until every order has looked at what it was told of. */
  settled(): Promise<unknown>;
}

/** A request that its owner may make: parts of the path, and what is sent. */
interface Asked {
  params?: Record<string, string | number>;
  query?: Record<string, string>;
  given?: Given;
  headers?: Record<string, string>;
}

/** Sets up the real things that an operation needs, anew for each caller. */
export type Scene = (cast: Cast) => Asked | Promise<Asked>;
export type Scenes = Record<string, Scene>;

/** Asks for the operation as it is. */
export const plain: Scene = () => ({});
