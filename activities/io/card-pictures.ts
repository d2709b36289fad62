import type { MikroORM } from '@mikro-orm/core';
import type { Secrets } from '#domain/ports/secrets.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { removeCards } from '#domain/verification/card-pictures.ts';

interface Deps {
  orm: MikroORM;
  storage: FileStorage;
  secrets: Secrets;
}

/** Removes pictures of identity cards from the object store; what is gone already is no error. */
export const createCardPictures = ({ orm, ...outside }: Deps) => ({
  /** Those of a person that nothing waits with any more. */
  removeCardPictures: ({ userUuid }: { userUuid: string }): Promise<void> =>
    orm.em.fork().transactional((em) => removeCards(em, outside, userUuid)),
});
export type CardPictures = ReturnType<typeof createCardPictures>;
