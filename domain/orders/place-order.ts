import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { chinaDayOf } from '#domain/payouts/china-day.plan.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import { isBlank } from '#domain/shared/blank.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { openOwner } from '#domain/works/copyright-owner.ts';
import type { Work } from '#domain/works/work.entity.ts';
import { openBuyer } from './buyer-data.ts';
import { Certificate } from './certificate.entity.ts';
import { incomeOf } from './commission.plan.ts';
import { requireForSale, requireTariff } from './for-sale.ts';
import { Order } from './order.entity.ts';
import { mostItems, type OrderRequest, type OrderWish } from './order.plan.ts';

export interface ShopTerms {
  ORDER_HOURS: number;
  COMMISSION_PERCENT: number;
}

/** What is printed on a certificate: the year in China, and what is random in its id. */
const numberOf = (id: string, at: Date): string =>
  `VF-${chinaDayOf(at).slice(0, 4)}-${id.replaceAll('-', '').slice(0, 16).toUpperCase()}`;

const keyOf = ({ workUuid, purpose, detail }: OrderWish['works'][number]): string =>
  [workUuid, requireTariff(purpose, detail).purpose, detail].join(' ');

function requireFitting({ works }: OrderWish): void {
  if (works.length === 0 || works.length > mostItems || new Set(works.map(keyOf)).size < works.length)
    throw new DomainError('invalid', 'invalid_value', 'nothing, too much, or the same twice');
}

interface Draft {
  order: Order;
  buyer: User;
  licensee: string;
  percent: number;
  now: Date;
  secrets: Secrets;
}

/** Who made a work and who owns it; a musician without a name is known by the owner's, or by the account. */
function authorshipOf(work: Work, secrets: Secrets): { author: string; owner: string } {
  const { name, uuid } = work.producer.unwrap();
  const { name: owner } = openOwner(secrets, work);
  const author = [name, owner].find((one) => !isBlank(one)) ?? uuid;
  return { author, owner: isBlank(owner) ? '' : owner };
}

/** Draws up one licence at today's price. */
async function draft(
  em: EntityManager,
  wished: OrderWish['works'][number],
  position: number,
  on: Draft,
): Promise<Certificate> {
  const { order, buyer, licensee, percent, now, secrets } = on;
  const work = await requireForSale(em, wished.workUuid, buyer.id);
  const { purpose, detail, fen } = requireTariff(wished.purpose, wished.detail);
  const id = randomUUID();
  return em.create(Certificate, {
    id,
    number: numberOf(id, now),
    order,
    position,
    work,
    seller: work.producer,
    ...authorshipOf(work, secrets),
    licensee,
    workName: work.name,
    workPath: work.path,
    purpose,
    detail,
    priceFen: fen,
    incomeFen: incomeOf(fen, percent),
  });
}

/**
 * Records an order with its drafted certificates at the prices of this moment; asked again, nothing more. Refuses
 * `unknown_order` without a wish where there is none, `unknown_account`, and what is not for sale.
 */
export async function placeOrder(
  em: EntityManager,
  { orderId: id, buyerUuid, wish }: OrderRequest,
  { secrets, terms, now }: { secrets: Secrets; terms: ShopTerms; now: Date },
): Promise<void> {
  const known = await em.findOne(Order, { id });
  if (known) return;
  if (!wish) throw new DomainError('not_found', 'unknown_order');
  const buyer = await em.findOne(User, { uuid: buyerUuid, realm: 'vfine' });
  if (!buyer) throw new DomainError('not_found', 'unknown_account');
  requireFitting(wish);
  const { name, company } = openBuyer(secrets, id, wish.sealed);
  const expiresAt = new Date(Math.floor(now.getTime() / 1000 + terms.ORDER_HOURS * 3600) * 1000); // providers know seconds
  const order = em.create(Order, { id, buyer, mode: wish.mode, sealed: wish.sealed, totalFen: 0, expiresAt });
  const on = {
    order,
    buyer,
    licensee: wish.mode === 'COMPANY' ? company : name,
    percent: terms.COMMISSION_PERCENT,
    now,
    secrets,
  };
  for (const [position, wished] of wish.works.entries())
    order.totalFen += (await draft(em, wished, position, on)).priceFen;
}
