import type { Scenario } from '../scenario.ts';
import { verification } from './verification.ts';

export const scenarios: readonly Scenario[] = [verification];
