import type { Scenario } from '../scenario.ts';
import { shop } from './shop.ts';
import { verification } from './verification.ts';
import { works } from './works.ts';

export const scenarios: readonly Scenario[] = [verification, shop, works];
