import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Audit } from '#domain/shared/audit.entity.ts';
import { startRealVfine, type RealVfine } from '#tests/kit/real-vfine.ts';
import { anyPhone } from '#tests/kit/vfine.ts';

let world: RealVfine;
beforeAll(async () => void (world = await startRealVfine()), 120_000);
afterAll(() => world?.stop());

const at = '/vfine/v1';
const application = {
  avatar: '/path',
  name: 'Li Tianyi',
  occupations: ['singer'],
  id: '130104190000001234',
  id_card_facade: '/front',
  id_card_obverse: '/back',
  music: 'music path',
};

/** Registers by a code that was really sent, logs in and applies. */
async function applicant() {
  const browser = world.browser();
  const phone = anyPhone();
  expect(await browser.call(`PUT ${at}/auth/send/`, { phone })).toMatchObject({ status: 204 });
  const [letter] = await world.ports.outbox.list(1);
  const code = /\d{6}/.exec(letter?.text ?? '')?.[0] ?? '';
  expect(await browser.call(`PUT ${at}/auth/verify/`, { phone, code })).toMatchObject({ status: 204 });
  const registered = await browser.call(`POST ${at}/users/`, { phone, password: '123223' });
  expect(registered).toMatchObject({ status: 200 });
  const { uuid } = registered.body as { uuid: string };
  expect(await browser.call(`POST ${at}/users/login`, { phone, password: '123223' })).toMatchObject({ status: 204 });
  expect(await browser.call(`PUT ${at}/mps/identification`, application)).toMatchObject({ status: 204 });
  const id = `musician-verification:${uuid}`;
  const get = async (path: string) => (await browser.call(`GET ${at}${path}`)).body;
  return { browser, uuid, id, phone, get, inUi: world.ui.workflow.getHandle(id) };
}

async function until(look: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 100_000; Date.now() < end; await sleep(50)) if (await look()) return;
  throw new Error('waited 100 s for nothing');
}
const auditOf = (id: string) => world.em().find(Audit, { workflowId: id });

describe('from application to message', () => {
  test('an administrator approves by HTTP', async () => {
    const { browser, uuid, id, get } = await applicant();
    expect(await get('/mps/identification')).toEqual({ is_done: false });
    expect(await browser.call(`PUT ${at}/mps/identification`, application)).toMatchObject({
      status: 400,
      body: { code: 'action_already_done' },
    });
    const operator = await world.buildOperator();
    const { runId } = await world.client.workflow.getHandle(id).describe();
    const review = `POST ${at}/admin/identifications/${uuid}/review`;
    const reply = await world.call(operator, review, { verdict: 'approve' });
    expect(reply).toMatchObject({ status: 200, body: { status: 'APPROVED' } });

    expect(await get('/mps/identification')).toEqual({ is_done: true });
    expect(await get('/messages/')).toMatchObject({
      count: 1,
      results: [{ type: 'SYSTEM', title: 'SUCCESS_TO_MUSICIAN', content: 'SUCCESS_TO_MUSICIAN', read: false }],
    });
    expect(await get('/users/profile')).toMatchObject({ type: 'MUSICIAN', musician: { type: 'SINGER' } });
    expect(await auditOf(id)).toMatchObject([
      { actor: operator.uuid, runId, requestId: reply.headers.get('x-request-id'), after: 'APPROVED' },
    ]);
    expect(await world.call(operator, review, { verdict: 'refuse' })).toMatchObject({
      status: 400,
      body: { code: 'action_already_done' },
    });
  });

  test('an operator approves by an update from the Temporal UI', async () => {
    const { id, inUi, get } = await applicant();
    await expect(inUi.executeUpdate('review', { args: [{ verdict: 'maybe' }] })).rejects.toThrow('Update failed');
    const decision = { verdict: 'approve', remark: 'seen', by: 'lee' };
    await inUi.executeUpdate('review', { args: [decision] });
    expect(await get('/mps/identification')).toEqual({ is_done: true });
    expect(await auditOf(id)).toMatchObject([{ actor: 'temporal-ui:lee', requestId: null }]);
  });

  test('an operator refuses by a signal from the Temporal UI, after and before others that count for nothing', async () => {
    const { browser, id, inUi, get } = await applicant();
    await inUi.signal('decide', 'approve please');
    await inUi.signal('decide');
    await inUi.signal('decide', { verdict: 'refuse', remark: 'unreadable' });
    await inUi.signal('decide', { verdict: 'approve' }).catch(() => undefined);
    await until(async () => ((await get('/messages/count/')) as { count: number }).count === 1);
    expect(await get('/mps/identification')).toEqual({ is_done: null });
    expect(await get('/messages/')).toMatchObject({
      count: 1,
      results: [{ title: 'FAIL_TO_MUSICIAN', args: { email: '', remark: 'unreadable' } }],
    });
    expect(await auditOf(id)).toMatchObject([{ actor: 'temporal-ui', after: 'REFUSED' }]);
    await world.client.workflow.getHandle(id).result(); // the message is there a moment before the run is over
    expect(await browser.call(`PUT ${at}/mps/identification`, application)).toMatchObject({ status: 204 });
  });

  test.each([
    ['broken JSON', { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{verdict: approve}') }],
    ['bytes', { metadata: { encoding: Buffer.from('binary/plain') }, data: Buffer.from([1, 2, 3]) }],
    ['an unknown encoding', { metadata: { encoding: Buffer.from('json/strange') }, data: Buffer.from('{}') }],
    ['no encoding', { metadata: {}, data: Buffer.from('{"verdict":"approve"}') }],
  ])('a signal of %s does not stop the process', async (_name, payload) => {
    const { id, inUi, get } = await applicant();
    await world.connection.workflowService.signalWorkflowExecution({
      namespace: world.namespace,
      workflowExecution: { workflowId: id },
      signalName: 'decide',
      input: { payloads: [payload] },
      requestId: randomUUID(),
    });
    await inUi.signal('decide', { verdict: 'approve' });
    await until(async () => ((await get('/mps/identification')) as { is_done: boolean | null }).is_done === true);
  });

  test('the applicant withdraws and applies again', async () => {
    const { browser, id, get } = await applicant();
    expect(await browser.call(`DELETE ${at}/mps/identification`)).toMatchObject({ status: 204 });
    expect(await get('/mps/identification')).toEqual({ is_done: null });
    expect(await auditOf(id)).toMatchObject([{ after: 'WITHDRAWN' }]);
    expect(await browser.call(`PUT ${at}/mps/identification`, application)).toMatchObject({ status: 204 });
  });
});

describe('what the Temporal UI shows', () => {
  test('finds who waits for an operator by search attributes, and names nobody', async () => {
    const { id, uuid, phone } = await applicant();
    const query = `WaitingFor = 'operator' AND Realm = 'vfine' AND Stage = 'PENDING' AND WorkflowId = '${id}'`;
    await until(async () => (await world.client.workflow.count(query)).count === 1);
    const run = await world.client.workflow.getHandle(id).describe();
    expect(JSON.stringify(run.raw.workflowExecutionInfo?.searchAttributes)).not.toContain(phone);
    expect(await run.staticSummary()).toBe(`Applicant ${uuid} wants to become a musician`);
    expect(run.memo).toEqual({ requestId: 'request-of-the-test' });

    const { history } = await world.connection.workflowService.getWorkflowExecutionHistory({
      namespace: world.namespace,
      execution: { workflowId: id },
    });
    const written = JSON.stringify(history, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString() : value,
    );
    for (const secret of [application.name, application.id, phone]) expect(written).not.toContain(secret);
  });
});
