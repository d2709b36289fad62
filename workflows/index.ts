export { accountCleanup } from './account-cleanup/workflow.ts';
export { contactVerification } from './contact-verification/workflow.ts';
export { musicianVerification } from './musician-verification/workflow.ts';
export { movieRemoval } from './movie-removal/workflow.ts';
export { movieRender } from './movie-render/workflow.ts';
export { workCleanup } from './work-cleanup/workflow.ts';
