import type { ConnectionOptions } from '@temporalio/client';
import type { Settings } from '../env.ts';

type Reach = Pick<ConnectionOptions, 'address' | 'tls' | 'apiKey'>;

/** A certificate of either side, or a name for the server, is only of use with TLS: it need not be asked for as well. */
function tlsOf(settings: Settings): Pick<Reach, 'tls'> {
  const {
    TEMPORAL_TLS_CERT: crt,
    TEMPORAL_TLS_KEY: key,
    TEMPORAL_TLS_CA: ca,
    TEMPORAL_TLS_SERVER_NAME: name,
  } = settings;
  const tls = {
    ...(crt && key && { clientCertPair: { crt: Buffer.from(crt), key: Buffer.from(key) } }),
    ...(ca && { serverRootCACertificate: Buffer.from(ca) }),
    ...(name && { serverNameOverride: name }),
  };
  return settings.TEMPORAL_TLS || Object.keys(tls).length > 0 ? { tls } : {};
}

/** Where Temporal is and how to be let in; without an address, the embedded one. */
export const temporalReach = (settings: Settings): Reach => ({
  address: settings.TEMPORAL_ADDRESS ?? `127.0.0.1:${settings.TEMPORAL_PORT}`,
  ...tlsOf(settings),
  ...(settings.TEMPORAL_API_KEY && { apiKey: settings.TEMPORAL_API_KEY }),
});
