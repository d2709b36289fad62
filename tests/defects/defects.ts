import { access } from './list/access.ts';
import { files } from './list/files.ts';
import { payOuts } from './list/pay-outs.ts';
import { payments } from './list/payments.ts';
import { platform } from './list/platform.ts';
import { refunds } from './list/refunds.ts';
import type { Defect } from './plant.ts';

export const defects: readonly Defect[] = [...payments, ...refunds, ...payOuts, ...access, ...files, ...platform];
