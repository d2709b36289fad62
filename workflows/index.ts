export { accountCleanup } from './account-cleanup/workflow.ts';
export { contactChange } from './contact-change/workflow.ts';
export { contactVerification } from './contact-verification/workflow.ts';
export { musicianVerification } from './musician-verification/workflow.ts';
export { albumRemoval } from './album-removal/workflow.ts';
export { movieRender } from './movie-render/workflow.ts';
export { passwordReset } from './password-reset/workflow.ts';
export { workCleanup } from './work-cleanup/workflow.ts';
