import type { MikroORM } from '@mikro-orm/core';
import { changeProfileFrom } from '#domain/accounts/change-profile.ts';
import type { Contacts, ProfileChange } from '#domain/accounts/profile.plan.ts';

/** Writes profiles whose contacts change; each call is one transaction and may safely run twice. */
export const createContactChangeRecords = ({ orm }: { orm: MikroORM }) => ({
  recordContactChange: (change: { userId: number; former: Contacts; change: ProfileChange }): Promise<void> =>
    orm.em.fork().transactional((em) => changeProfileFrom(em, change)),
});
export type ContactChangeRecords = ReturnType<typeof createContactChangeRecords>;
