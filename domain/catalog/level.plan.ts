export const levels = ['STAR', 'NORMAL'] as const;
export type Level = (typeof levels)[number];

/** Of a person or of a work: whether they are recommended. */
export const levelOf = ({ starredAt }: { starredAt: Date | null | undefined }): Level =>
  starredAt ? 'STAR' : 'NORMAL';
