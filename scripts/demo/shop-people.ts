import { randomInt } from 'node:crypto';
import { FaceClient } from './client.ts';

interface Letter {
  to: string;
  text: string;
}

/** The operators of the platform: they read the outbox, and decide what waits for them. */
export interface Operator {
  vfine: FaceClient;
  lastCode(phone: string): Promise<string>;
}

/** An operator as a client of V.Fine and of the operators' own face. */
export function operatorAt(origin: string, token: string): Operator {
  const headers = { authorization: `Bearer ${token}` };
  const ops = new FaceClient(`${origin}/ops/`, headers);
  return {
    vfine: new FaceClient(`${origin}/vfine/v1/`, headers),
    async lastCode(phone) {
      const letters = await ops.ask<Letter[]>('GET outbox?limit=100');
      const code = /\d{6}/.exec(letters.find(({ to }) => to === phone)?.text ?? '')?.[0];
      if (code === undefined) throw new Error('The code did not come to the outbox.');
      return code;
    },
  };
}

export interface Person {
  vfine: FaceClient;
  uuid: string;
}

/** Registers by a code that was really sent, and logs in. */
export async function register(origin: string, operator: Operator): Promise<Person> {
  const vfine = new FaceClient(`${origin}/vfine/v1/`);
  const phone = `+86139${randomInt(10_000_000, 99_999_999)}`;
  const password = crypto.randomUUID();
  await vfine.ask('PUT auth/send/', { phone });
  await vfine.ask('PUT auth/verify/', { phone, code: await operator.lastCode(phone) });
  const { uuid } = await vfine.ask<{ uuid: string }>('POST users/', { phone, password });
  await vfine.ask('POST users/login', { phone, password });
  return { vfine, uuid };
}

const card = () => `11010519491231${String(randomInt(10_000)).padStart(4, '0')}`;
const pictures = { id_card_facade: '/demo/front.jpg', id_card_obverse: '/demo/back.jpg' };

/** Lets somebody become a musician who may be paid: application, real name, account; an operator approves both. */
export async function makeMusician({ vfine, uuid }: Person, operator: Operator): Promise<void> {
  const [name, id] = ['李天一', card()];
  const application = { avatar: '/demo/face.jpg', name, occupations: ['singer'], id, music: '/demo/song.mp3' };
  await vfine.ask('PUT mps/identification', { ...application, ...pictures });
  await operator.vfine.ask(`POST admin/identifications/${uuid}/review`, { verdict: 'approve' });
  await vfine.ask('POST users/real_name/', { name, id_card: id, ...pictures });
  await operator.vfine.ask(`PATCH users/${uuid}/real_name/`, { status: 'SUCCESS' });
  await vfine.ask('POST pay_account/', { type: 'alipay', account: 'litianyi@example.org' });
}
