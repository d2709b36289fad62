/** A task queue is a folder of activities and a worker role: writing the database, talking to others, using the processor. */
export const taskQueues = ['business', 'io', 'media'] as const;
export type TaskQueue = (typeof taskQueues)[number];
