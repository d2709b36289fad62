import type { ConnectionOptions } from '@temporalio/client';
import type { Settings } from '../env.ts';

type Reach = Pick<ConnectionOptions, 'address' | 'tls' | 'apiKey'>;

/** Where Temporal is and how to be let in; without an address, the embedded one. */
export function temporalReach(settings: Settings): Reach {
  const { TEMPORAL_ADDRESS, TEMPORAL_PORT, TEMPORAL_TLS, TEMPORAL_API_KEY, TEMPORAL_TLS_CERT, TEMPORAL_TLS_KEY } =
    settings;
  const pair = TEMPORAL_TLS_CERT &&
    TEMPORAL_TLS_KEY && { clientCertPair: { crt: Buffer.from(TEMPORAL_TLS_CERT), key: Buffer.from(TEMPORAL_TLS_KEY) } };
  return {
    address: TEMPORAL_ADDRESS ?? `127.0.0.1:${TEMPORAL_PORT}`,
    ...((TEMPORAL_TLS || pair) && { tls: pair || true }),
    ...(TEMPORAL_API_KEY && { apiKey: TEMPORAL_API_KEY }),
  };
}
