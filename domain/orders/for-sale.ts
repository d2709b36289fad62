import type { EntityManager } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import { uploaderOf } from '#domain/uploads/upload-key.plan.ts';
import { Work } from '#domain/works/work.entity.ts';
import { tariffOf, type Tariff } from './pricing.plan.ts';

const hasSong = ({ path, producer }: Work): boolean => uploaderOf(path) === producer.unwrap().uuid;
const isOffered = ({ status, canSell }: Work): boolean => status === 'ONLINE' && canSell;

/** Licences of it can be bought today; its producer must be loaded. */
export const isForSale = (work: Work): boolean => isOffered(work) && hasSong(work);

/**
 * A work that this buyer may license. Refuses `unknown_work`, `not_for_sale` where it is not offered, `unsupported` where it
 * is the buyer's own, and `no_song_file` where its path is no upload of its musician's: there would be nothing to download.
 */
export async function requireForSale(em: EntityManager, workUuid: string, buyerId: number): Promise<Work> {
  const work = await em.findOne(Work, { id: workUuid, status: { $ne: 'DELETE' } }, { populate: ['producer'] });
  if (!work) throw new DomainError('not_found', 'unknown_work');
  if (work.producer.id === buyerId) throw new DomainError('conflict', 'unsupported', "the buyer's own");
  // People read this one, which names the work: an order may be of many.
  if (!isOffered(work)) throw new DomainError('conflict', 'not_for_sale', `作品《${work.name}》已停止销售`);
  if (!hasSong(work)) throw new DomainError('conflict', 'no_song_file');
  return work;
}

/** The price of a licence; refuses `invalid_value` where the price list has none. */
export function requireTariff(purpose: string, detail: string): Tariff {
  const tariff = tariffOf(purpose, detail);
  if (!tariff) throw new DomainError('invalid', 'invalid_value', 'no such purpose or detail');
  return tariff;
}
