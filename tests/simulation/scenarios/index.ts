import type { Scenario } from '../scenario.ts';
import { shop } from './shop.ts';
import { verification } from './verification.ts';

export const scenarios: readonly Scenario[] = [verification, shop];
