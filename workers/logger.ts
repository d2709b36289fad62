import { DefaultLogger, type Logger as SdkLogger } from '@temporalio/worker';
import type { Logger } from 'pino';

/** The log as the SDK writes to it: what it says of every day is detail here. */
export const sdkLogger = (log: Logger): SdkLogger =>
  new DefaultLogger('INFO', ({ level, message, meta }) => {
    if (level === 'INFO') log.debug({ ...meta }, message);
    else if (level === 'WARN') log.warn({ ...meta }, message);
    else if (level === 'ERROR') log.error({ ...meta }, message);
  });
