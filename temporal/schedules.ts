import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client, type ScheduleOptions } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { realmKey } from '#workflows/kernel/standing.ts';
import { workCleanup } from '#workflows/work-cleanup/contract.ts';

/** Once a night; a night that the platform slept through is made up for within a day. */
const nightlyCleanup: ScheduleOptions = {
  scheduleId: 'work-cleanup',
  spec: { calendars: [{ hour: 4, minute: 20, comment: 'nightly' }], timezone: 'Asia/Shanghai' },
  action: {
    type: 'startWorkflow',
    workflowType: workCleanup.type,
    workflowId: workCleanup.id(),
    taskQueue: workCleanup.queue,
    args: [],
    staticSummary: workCleanup.summary(),
    typedSearchAttributes: new TypedSearchAttributes([{ key: realmKey, value: workCleanup.realm() }]),
  },
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
};

/** Makes the schedules, or brings them to what they should be; one that operators paused stays paused. */
export async function registerSchedules(client: Client): Promise<void> {
  const { scheduleId, ...wanted } = nightlyCleanup;
  try {
    await client.schedule.create(nightlyCleanup);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule.getHandle(scheduleId).update(({ state }) => ({ ...wanted, state }));
  }
}
