export { contactVerification } from './contact-verification/workflow.ts';
export { musicianVerification } from './musician-verification/workflow.ts';
