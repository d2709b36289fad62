import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client, type ScheduleOptions } from '@temporalio/client';
import { TypedSearchAttributes, type Duration } from '@temporalio/common';
import { accountCleanup } from '#workflows/account-cleanup/contract.ts';
import type { Flow } from '#workflows/kernel/flow.ts';
import { realmKey } from '#workflows/kernel/standing.ts';
import { uploadReconciliation } from '#workflows/upload-reconciliation/contract.ts';
import { reconciliation } from '#workflows/reconciliation/contract.ts';
import { workCleanup } from '#workflows/work-cleanup/contract.ts';

/** Once a night at this minute past four; a night that the platform slept through is made up for within a day. */
const nightly = ({ type, id, queue, realm, summary }: Flow<void>, minute: number): ScheduleOptions => ({
  scheduleId: id(),
  spec: { calendars: [{ hour: 4, minute, comment: 'nightly' }], timezone: 'Asia/Shanghai' },
  action: {
    type: 'startWorkflow',
    workflowType: type,
    workflowId: id(),
    taskQueue: queue,
    args: [],
    staticSummary: summary(),
    typedSearchAttributes: new TypedSearchAttributes([{ key: realmKey, value: realm() }]),
  },
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
});

/** Again and again; what was missed while the platform slept is not made up for. */
const every = (flow: Flow<void>, interval: Duration): ScheduleOptions => ({
  ...nightly(flow, 0),
  spec: { intervals: [{ every: interval }] },
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
});

const schedules = [
  nightly(workCleanup, 20),
  nightly(accountCleanup, 40),
  nightly(reconciliation, 50),
  every(uploadReconciliation, '10 minutes'),
];

/** Makes the schedules, or brings them to what they should be; one that operators paused stays paused. */
export async function registerSchedules(client: Client): Promise<void> {
  for (const schedule of schedules) {
    const { scheduleId, ...wanted } = schedule;
    try {
      await client.schedule.create(schedule);
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      await client.schedule.getHandle(scheduleId).update(({ state }) => ({ ...wanted, state }));
    }
  }
}
