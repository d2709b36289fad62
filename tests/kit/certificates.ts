import { randomUUID } from 'node:crypto';
import type { User } from '#domain/accounts/user.entity.ts';
import { signCertificate } from '#domain/certificates/sign-certificate.ts';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import { Order } from '#domain/orders/order.entity.ts';
import { Work } from '#domain/works/work.entity.ts';
import { gramsOf } from '#domain/works/name-grams.plan.ts';
import { unique, type World } from './world.ts';

type Fields = Partial<Pick<Certificate, 'number' | 'licensee' | 'author' | 'workName' | 'priceFen' | 'incomeFen'>>;

interface Given {
  buyer: User;
  seller: User;
  state?: Certificate['state'];
  work?: Work;
}

/** A certificate of an order of this buyer for this work of this seller, else for one of its own, as far along its life. */
export async function buildCertificate(
  { em, ports }: Pick<World, 'em' | 'ports'>,
  { buyer, seller, state = 'ISSUED', work: sold, ...fields }: Given & Fields,
): Promise<Certificate> {
  const unit = em();
  const name = fields.workName ?? sold?.name ?? '夜航';
  const own = { producer: seller.id, name, nameGrams: gramsOf(name), path: 'songs/a.mp3', status: 'ONLINE' } as const;
  const work = sold ? await unit.findOneOrFail(Work, sold.id) : unit.create(Work, { ...own, canSell: true });
  const isPaid = state !== 'DRAFT';
  const order = unit.create(Order, {
    buyer: buyer.id,
    mode: 'PERSONAL',
    sealed: 'sealed',
    totalFen: 50_000,
    status: isPaid ? 'FINISHED' : 'UNFINISHED',
    expiresAt: new Date(Date.now() + 3600_000),
    paidAt: isPaid ? new Date() : null,
  });
  const certificate = unit.create(Certificate, {
    id: randomUUID(),
    number: unique('VF'),
    order,
    work,
    seller: seller.id,
    author: 'eigenTunes亦听',
    licensee: '可口可乐',
    workName: name,
    workPath: work.path,
    purpose: '广告/宣传片',
    detail: '全渠道投放',
    priceFen: 50_000,
    incomeFen: 44_500,
    ...fields,
  });
  await unit.flush();
  if (isPaid) {
    certificate.issue(new Date());
    certificate.signature = signCertificate(ports.signer, certificate);
  }
  if (state === 'VOID') certificate.invalidate(new Date());
  await unit.flush();
  return certificate;
}
