import { machine } from '#domain/shared/machine.ts';

/** Life of a licence certificate: drafted with the order, issued when it is paid, void when it is given back or never was. */
export const certificateMachine = machine('certificate', {
  DRAFT: { issue: 'ISSUED', drop: 'VOID' },
  ISSUED: { void: 'VOID' },
  VOID: {},
});
