import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
beforeAll(async () => void (world = await buildVfine()));
afterAll(() => world.close());

const list = async (who: User, query = '') => (await world.call(who, `GET /vfine/v1/admin/audit/${query}`)).body;

test('operators see who did what at the face, newest first and page by page', async () => {
  const [operator, musician] = [await world.buildOperator(), await world.buildMusician()];
  const run = { workflowId: 'takeout:x', runId: 'r-1', before: 'REQUESTING', after: 'WAITING' };
  const paid = { realm: 'vfine', actor: 'temporal-ui:lee', action: 'takeout.approve', subject: 'takeout:x' } as const;
  await recordAudit(world.em(), { ...paid, ...run });
  await recordAudit(world.em(), { realm: 'ops', actor: 'console', action: 'operator.add', subject: 'account:y' });
  const starred = await world.call(operator, 'POST /vfine/v1/mps/star/', { pk: musician.uuid });

  const [star, takeout] = [
    {
      id: expect.stringMatching(/^\d+$/),
      at: expect.stringMatching(/^20.*Z$/),
      who: operator.uuid,
      what: 'star',
      subject: `musician:${musician.uuid}`,
      before: 'NORMAL',
      after: 'STAR',
      request_id: starred.headers.get('x-request-id'),
      workflow_id: null,
      run_id: null,
    },
    {
      who: 'temporal-ui:lee',
      what: 'takeout.approve',
      before: 'REQUESTING',
      after: 'WAITING',
      request_id: null,
      workflow_id: 'takeout:x',
      run_id: 'r-1',
    },
  ];
  expect(await list(operator)).toMatchObject({ count: 2, results: [star, takeout] });
  expect(await list(operator, '?page=2&page_size=1')).toMatchObject({ count: 2, results: [takeout] });
  expect(await list(operator, '?q=takeout.approve')).toMatchObject({ count: 1, results: [takeout] });
  expect(await list(operator, `?q=musician:${musician.uuid}`)).toMatchObject({ count: 1, results: [star] });
});
