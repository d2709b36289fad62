import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeMusician, operatorAt, register, type Operator, type Person } from './shop-people.ts';

interface Permit {
  config: { accessid: string; callback: string; host: string; signature: string; policy: string; dir: string };
}
interface Price {
  purpose: { name: string; detail: { name: string; price: number }[] }[];
}
interface Work {
  uuid: string;
  status: string;
}
interface Order {
  uuid: string;
  status: string;
  certificates: { uuid: string; price: string; income: string }[];
}
interface Takeout {
  uuid: string;
  status: string;
  money: string;
  transfer_money: string;
  tax: string;
}

const song = 'assets/music/jiangnan.m4a';
const patience = 60; // s
const patienceByHand = 900; // s for somebody to find the button

/** Asks every half second until it is so. */
async function until<T>(what: string, look: () => Promise<T | undefined>, limit = patience): Promise<T> {
  for (let left = limit * 2; left > 0; left--) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(500);
  }
  throw new Error(`waited ${limit} s for ${what}`);
}

/** Sends a song straight to the object store, as a browser does; answers its key. */
async function upload({ vfine }: Person): Promise<string> {
  const { config } = await vfine.ask<Permit>('GET storage/upload-info?file_type=songs');
  const { host, dir, accessid, policy, signature, callback } = config;
  const key = `${dir}${crypto.randomUUID()}.m4a`;
  const form = new FormData();
  for (const [name, value] of Object.entries({ key, policy, OSSAccessKeyId: accessid, signature, callback }))
    form.set(name, value);
  form.set('file', new Blob([new Uint8Array(await readFile(song))], { type: 'audio/mp4' }), 'song.m4a');
  const answer = await fetch(host, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(`the object store answered ${answer.status}: ${await answer.text()}`);
  return key;
}

/** Shows a work and has it reviewed; answers its uuid. */
async function sellWork(musician: Person, operator: Operator): Promise<string> {
  const path = await upload(musician);
  const owner = { name: '李天一', phone: '13900000000', address: '北京市朝阳区' };
  const { uuid } = await musician.vfine.ask<{ uuid: string }>('POST works/', {
    name: '清晨',
    path,
    can_sell: true,
    owner,
  });
  console.log(`uploaded ${song}: work ${uuid} waits for its review`);
  // An approval waits until the song is heard; on a busy machine it is asked for again.
  await until('the song to be heard and approved', async () => {
    await operator.vfine.ask(`PATCH works/${uuid}/`, { status: 'ONLINE' }).catch(() => undefined);
    const { results } = await musician.vfine.ask<{ results: Work[] }>('GET mps/works/');
    return results.find((one) => one.uuid === uuid && one.status === 'ONLINE');
  });
  console.log('its song was heard, and an operator has approved it');
  return uuid;
}

/** Presses the button of the cashier's page, as a buyer would. */
async function pay(payUrl: string): Promise<void> {
  const page = await (await fetch(payUrl)).text();
  const action = /action="([^"]+\/pay)"/.exec(page)?.[1];
  if (action === undefined) throw new Error('This is not the stand-in of the payment service: pay in the browser.');
  await fetch(new URL(action, payUrl), { method: 'POST', redirect: 'manual' });
}

/** Orders a licence and pays for it, or waits until somebody has; answers the order, paid. */
async function buy({ vfine }: Person, work: string, byHand: boolean): Promise<Order> {
  const { purpose } = await vfine.ask<Price>('GET pricing/');
  const [use] = purpose;
  const [channel] = use?.detail ?? [];
  if (!use || !channel) throw new Error('There are no prices.');
  await vfine.ask('POST cart/', { work, purpose: use.name, detail: channel.name });
  const buyer = { name: '王小明', phone: '13911112222', mode: 'COMPANY', company: '晨光影视', address: '上海市静安区' };
  const works = [{ uuid: work, purpose: use.name, channel: channel.name }];
  const opened = await vfine.ask<{ uuid: string; pay_url: string }>('POST orders/', { ...buyer, works });
  console.log(`ordered ${use.name}, ${channel.name}, for ${channel.price} yuan: order ${opened.uuid}`);
  if (byHand) console.log(`open this in a browser and press 确认付款:\n${opened.pay_url}`);
  else await pay(opened.pay_url);
  const paid = async (): Promise<Order | undefined> => {
    const order = await vfine.ask<Order>(`GET orders/${opened.uuid}/`);
    return order.certificates[0] && order.certificates[0].income !== '0.00' ? order : undefined;
  };
  return until('the payment', paid, byHand ? patienceByHand : patience);
}

/** Takes out what was earned; an operator approves. */
async function takeOut({ vfine }: Person, operator: Operator): Promise<void> {
  const { data: totals } = await vfine.ask<{ data: { balance: string } }>('GET income/total/');
  console.log(`the musician has earned ${totals.balance} yuan and takes it out`);
  const { uuid } = await vfine.ask<Takeout>('POST takeout/', { money: Number(totals.balance) });
  await operator.vfine.ask(`PUT admin/takeout/${uuid}/`, { status: 'WAITING' });
  const done = await until('the transfer', async () => {
    const { results } = await operator.vfine.ask<{ results: Takeout[] }>('GET admin/takeout/');
    const mine = results.find((one) => one.uuid === uuid);
    return mine && ['SUCCESS', 'FAIL'].includes(mine.status) ? mine : undefined;
  });
  const { status, money, transfer_money: transferred, tax } = done;
  console.log(`takeout ${status}: ${money} yuan = ${transferred} transferred + ${tax} income tax`);
}

/** The whole way of a licence: upload, review, order, payment at the cashier, certificate, withdrawal with tax. */
export async function demoShop(options: {
  origin: string;
  uiUrl: string;
  operatorToken: string;
  out: string;
  byHand: boolean;
}): Promise<void> {
  const { origin, uiUrl } = options;
  const operator = operatorAt(origin, options.operatorToken);
  const musician = await register(origin, operator);
  await makeMusician(musician, operator);
  console.log('a musician has registered, was verified, and has named an account');
  const work = await sellWork(musician, operator);
  const buyer = await register(origin, operator);
  const order = await buy(buyer, work, options.byHand);
  console.log(`paid: ${uiUrl}/namespaces/ensemble/workflows/order-payment:${order.uuid}`);
  const [certificate] = order.certificates;
  const out = resolve(options.out).replace(/\.pdf$/, '');
  for (const form of ['pdf', 'txt'])
    await writeFile(`${out}.${form}`, await buyer.vfine.download(`certificates/${certificate?.uuid}.${form}`));
  console.log(`certificate: ${out}.pdf; what of it is signed, for npm run verify-certificate: ${out}.txt`);
  await takeOut(musician, operator);
}
