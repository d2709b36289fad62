import {
  proxyActivities,
  proxyLocalActivities,
  type ActivityInterfaceFor,
  type UntypedActivities,
} from '@temporalio/workflow';
import type { Duration } from '@temporalio/common';

const patient = { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' } as const;

/** Activities that write the database: short, and tried until they succeed or refuse. */
export const business = <A extends UntypedActivities>(): ActivityInterfaceFor<A> =>
  proxyActivities<A>({ taskQueue: 'business', startToCloseTimeout: '30 seconds', retry: patient });

/** The same for a short note between two steps: the worker that is at it writes it, without a way through the queue. */
export const noted = <A extends UntypedActivities>(): ActivityInterfaceFor<A> =>
  proxyLocalActivities<A>({ startToCloseTimeout: '30 seconds', retry: patient });

const outside = { taskQueue: 'io', startToCloseTimeout: '1 minute', retry: patient } as const;

/** Activities that talk to somebody else's service: tried for an hour, where nobody waits for less. */
export const io = <A extends UntypedActivities>(within: Duration = '1 hour'): ActivityInterfaceFor<A> =>
  proxyActivities<A>({ ...outside, scheduleToCloseTimeout: within });

/** The same for what must come to its end, however long that service is away. */
export const lasting = <A extends UntypedActivities>(): ActivityInterfaceFor<A> => proxyActivities<A>(outside);

/** Activities that use the processor: they heartbeat, so that a killed worker is noticed within seconds. */
export const media = <A extends UntypedActivities>(): ActivityInterfaceFor<A> =>
  proxyActivities<A>({
    taskQueue: 'media',
    startToCloseTimeout: '15 minutes',
    heartbeatTimeout: '8 seconds',
    retry: { ...patient, initialInterval: '200 milliseconds', maximumAttempts: 5 },
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  });
