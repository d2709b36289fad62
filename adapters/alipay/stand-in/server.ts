import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { billOf } from './bill.ts';
import { cashierPage, errorPage, leftPage } from './cashier.ts';
import { Control } from './faults.ts';
import type { Params } from './gateway.ts';
import { Office, type StandInOptions } from './office.ts';
import { said, type Said } from './say.ts';

interface Answer {
  status?: number;
  type: string;
  body: string | Uint8Array;
  location?: string;
}
interface Asked {
  method: string;
  /** Segments of the path. */
  path: string[];
  params: Params;
  body: string;
  /** Where the stand-in was reached. */
  base: string;
}
const html = (body: string): Answer => ({ type: 'text/html; charset=utf-8', body });
const moved = (location: string): Answer => ({ status: 302, type: 'text/plain', body: '', location });
const nothing: Answer = { status: 404, type: 'text/plain', body: 'not found' };
const badRequest: Answer = { status: 400, type: 'text/plain', body: 'bad request' };

const systemError = (method: string): Said =>
  said('40004', method.startsWith('alipay.fund.') ? 'SYSTEM_ERROR' : 'ACQ.SYSTEM_ERROR');

/** What the gateway says of a request that it does not look at; an app that it does not know has no key to sign with. */
const refused = (office: Office, params: Params, refusal: Said): string =>
  refusal.sub_code === 'isv.invalid-app-id'
    ? JSON.stringify({ error_response: refusal })
    : office.signatures.envelope(params, refusal);

/** One call of the API, with the fault it meets; undefined: the connection is cut. */
async function call(office: Office, params: Params, base: string): Promise<Answer | undefined> {
  const method = params['method'] ?? '';
  const wrap = (answer: Said): Answer => html(office.signatures.envelope(params, answer));
  const refusal = office.refusalOf(params);
  if (refusal) return html(refused(office, params, refusal));
  const fault = office.faults.take(method);
  if (fault?.kind === 'before') return wrap(systemError(method));
  if (fault?.kind === 'refuse') return wrap(said('40004', fault.code));
  const answer = office.carryOut(method, params, base);
  if (fault) await sleep(fault.ms);
  if (fault?.kind === 'lost') return undefined;
  if (fault?.kind === 'unavailable') return wrap(said('20000', 'isp.unknow-error'));
  return wrap(fault?.kind === 'after' ? systemError(method) : answer);
}

function openCashier(office: Office, params: Params): Answer {
  const opened = office.openPage(params);
  return html('msg' in opened ? errorPage(opened.sub_code ?? opened.code) : cashierPage(opened));
}

function atCashier(office: Office, { method, path: [, number = '', action] }: Asked): Answer {
  const trade = office.trade(number);
  if (!trade) return nothing;
  const { returnUrl } = trade;
  if (action === 'leave') return returnUrl ? moved(returnUrl) : html(leftPage());
  const isPaid = action === 'pay' && method === 'POST' && office.pay(number);
  return isPaid && returnUrl ? moved(`${returnUrl}?out_trade_no=${number}`) : html(cashierPage(trade));
}

function scan(office: Office, code: string): Answer {
  const trade = office.scan(code);
  if (trade === undefined) return nothing;
  return trade ? moved(`/cashier/${trade.number}`) : html(errorPage('ACQ.TRADE_HAS_CLOSE'));
}

function bill({ state, now }: Office, type: string, file = ''): Answer {
  if (type !== 'trade' && type !== 'signcustomer') return nothing;
  return { type: 'application/zip', body: billOf(state, type, file.replace('.zip', ''), now()) };
}

function control(office: Office, { method, body }: Asked): Answer {
  if (method !== 'POST') return nothing;
  return { type: 'application/json', body: JSON.stringify(office.obey(Control.parse(JSON.parse(body)))) };
}

async function answer(office: Office, asked: Asked): Promise<Answer | undefined> {
  const { params, base, path } = asked;
  const [place, first = '', second] = path;
  if (place === 'gateway.do' && params['method'] === 'alipay.trade.page.pay') return openCashier(office, params);
  if (place === 'gateway.do') return call(office, params, base);
  if (place === 'cashier') return atCashier(office, asked);
  if (place === 'qr') return scan(office, first);
  if (place === 'bill') return bill(office, first, second);
  return place === 'control' ? control(office, asked) : nothing;
}

async function read(request: IncomingMessage): Promise<Asked> {
  const base = `http://${request.headers.host ?? '127.0.0.1'}`;
  const url = new URL(request.url ?? '/', base);
  const method = request.method ?? 'GET';
  const body = method === 'POST' ? await text(request) : '';
  const params = Object.fromEntries([...url.searchParams, ...new URLSearchParams(body)]);
  return { method, path: url.pathname.split('/').slice(1), params, body, base };
}

async function serve(office: Office, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const given = await read(request)
    .then((asked) => answer(office, asked))
    .catch(() => badRequest);
  if (!given) return void request.socket.destroy();
  const { status = 200, type, body, location } = given;
  response.writeHead(status, { 'Content-Type': type, ...(location && { Location: location }) }).end(body);
}

/**
 * A server that speaks the protocol of Alipay's gateway without Alipay, for tests and for the embedded set-up: trades,
 * refunds, transfers, bills, a cashier for the browser and notifications on Alipay's schedule; both sides' signatures are
 * real. POST /control makes it misbehave (`faults.ts`). It moves no money, and belongs on this machine only.
 */
export function createAlipayStandIn(options: StandInOptions): { server: Server; office: Office } {
  const office = new Office(options);
  const server = createServer((request, response) => void serve(office, request, response));
  server.on('listening', () => office.notifier.wake());
  server.on('close', () => office.notifier.close());
  return { server, office };
}
