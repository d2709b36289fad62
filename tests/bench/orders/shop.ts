import { openSession } from '#domain/accounts/sessions.ts';
import { User } from '#domain/accounts/user.entity.ts';
import { pricing } from '#domain/orders/pricing.plan.ts';
import type { Work } from '#domain/works/work.entity.ts';
import { buildUser, buildWork } from '#tests/kit/factories.ts';
import type { Platform } from '#tests/kit/platform.ts';

const nobody = { passwords: { hash: () => Promise.resolve('none') } };
const sold = 40; // works on the shelf

/** A buyer and a seller with works on the shelf, and how each of them is known to the API. */
export async function openShop(platform: Platform) {
  const orm = await platform.database();
  const deps = { orm, ports: nobody };
  const buyer = await buildUser(deps, { realm: 'vfine' });
  const seller = await buildUser(deps, { realm: 'vfine' });
  await orm.em.fork().nativeUpdate(User, { id: seller.id }, { type: 'MUSICIAN', musicianType: 'SINGER', name: '李' });
  const works: Work[] = [];
  for (let i = 0; i < sold; i++) works.push(await buildWork({ orm }, { producer: seller, name: `晨光 ${i}` }));
  const tokenOf = async (user: User): Promise<string> => {
    const em = orm.em.fork();
    const { token } = openSession(em, 'vfine', em.getReference(User, user.id), 1);
    await em.flush();
    return token;
  };
  const [use] = pricing;
  const [channel] = use?.detail ?? [];
  if (!use || !channel) throw new Error('There are no prices.');
  const body = (i: number) => ({
    name: '王小明',
    phone: '13911112222',
    mode: 'PERSONAL',
    company: '',
    address: '上海市静安区',
    works: [{ uuid: works[i % works.length]?.id, purpose: use.name, channel: channel.name }],
  });
  return {
    orm,
    buyer,
    seller,
    works,
    body,
    item: { work: works[0]?.id, purpose: use.name, detail: channel.name },
    buyerToken: await tokenOf(buyer),
    sellerToken: await tokenOf(seller),
  };
}
export type Shop = Awaited<ReturnType<typeof openShop>>;
