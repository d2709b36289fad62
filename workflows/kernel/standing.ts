import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';

/** Registered by `temporal/register.ts`; operators filter the list of runs by them. */
export const realmKey = defineSearchAttributeKey('Realm', SearchAttributeType.KEYWORD);
const stageKey = defineSearchAttributeKey('Stage', SearchAttributeType.KEYWORD);
const waitingForKey = defineSearchAttributeKey('WaitingFor', SearchAttributeType.KEYWORD);
const deadlineKey = defineSearchAttributeKey('Deadline', SearchAttributeType.DATETIME);

/** Where a run stands, as an operator reads it in the Temporal UI. */
export interface Standing {
  stage: string;
  /** Who must act next, or nobody. */
  waitingFor?: string;
  deadline?: Date;
  /** Markdown shown as the run's current details; no personal data. */
  details: string;
}

/** Shows where the run stands: as search attributes and as current details. */
export function show({ stage, waitingFor, deadline, details }: Standing): void {
  upsertSearchAttributes([
    { key: stageKey, value: stage },
    { key: waitingForKey, value: waitingFor ?? null },
    { key: deadlineKey, value: deadline ?? null },
  ]);
  setCurrentDetails(details);
}
