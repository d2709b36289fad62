import { refuseReader } from '#api/kernel/basic.ts';
import type { LogSource } from '#domain/ports/operator-log.ts';
import { travel } from '../face.ts';

const shown = 256 * 1024; // bytes

const logRoute = (file: string, source: LogSource, summary: string) =>
  travel.raw(`GET /media/${file}`, {
    summary,
    description: 'The last 256 KB, masked before they were written; only where the operator has set LOG_READER.',
    auth: 'basic',
    rate: 'login',
    refuse: refuseReader,
    type: 'text/plain; charset=utf-8',
    handler: async ({ ports }) => ({
      type: 'text/plain; charset=utf-8',
      body: await ports.operatorLog.tail(source, shown),
    }),
  });

/** Where the document has log files in the media folder, there are routes: no file of that folder is ever a log. */
export const logRoutes = [
  logRoute('log.txt', 'api', 'Log of the server'),
  logRoute('celery.txt', 'worker', 'Log of the workers'),
];
