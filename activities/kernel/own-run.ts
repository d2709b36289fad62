import { activityInfo } from '@temporalio/activity';
import type { Run } from '#domain/shared/record-audit.ts';

/** The run that this activity works for, as the audit names it. */
export const ownRun = (): Run => ({ ...activityInfo().workflowExecution });
