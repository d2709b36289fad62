import { machine, type StateOf } from '#domain/shared/machine.ts';

/** Life of a reset: its code is sent, then typed back right, too late, or wrong too often; another one may win. */
export const passwordResetMachine = machine('password reset', {
  REQUESTED: { deliver: 'SENT', fail: 'UNSENT' },
  SENT: { redeem: 'CHANGED', expire: 'EXPIRED', exhaust: 'EXHAUSTED', supersede: 'SUPERSEDED', cancel: 'CANCELLED' },
  UNSENT: {},
  CHANGED: {},
  EXPIRED: {},
  EXHAUSTED: {},
  SUPERSEDED: {},
  CANCELLED: {},
});
export type PasswordResetState = StateOf<typeof passwordResetMachine>;
/** How a reset ends without a new password. */
export type VainEnd = 'fail' | 'expire' | 'exhaust' | 'cancel';
