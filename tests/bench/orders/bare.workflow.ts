import { proxyActivities } from '@temporalio/workflow';

const { nothing } = proxyActivities<{ nothing(): Promise<void> }>({ startToCloseTimeout: '30 seconds' });

/** What Temporal itself costs: so many activities that do nothing, one after the other. */
export async function bare(activities: number): Promise<void> {
  for (let i = 0; i < activities; i++) await nothing();
}
