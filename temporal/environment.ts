/** Names of the databases of Temporal, beside the application's own on the same server. */
export const databasesBeside = (application: string): { main: string; visibility: string } => ({
  main: `${application}_temporal`,
  visibility: `${application}_temporal_visibility`,
});

const verifying = ['verify-ca', 'verify-full'];
const encrypted = ['require', ...verifying];

/** How the schema tool and the server reach PostgreSQL, by environment: a password on a command line is for all to read. */
export function sqlEnvironment(databaseUrl: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(databaseUrl);
  const mode = searchParams.get('sslmode') ?? '';
  const { main, visibility } = databasesBeside(decodeURIComponent(pathname.slice(1)));
  return {
    SQL_PLUGIN: 'postgres12',
    SQL_HOST: hostname,
    SQL_PORT: port || '5432',
    SQL_ADDRESS: `${hostname}:${port || '5432'}`,
    SQL_USER: decodeURIComponent(username),
    SQL_PASSWORD: decodeURIComponent(password),
    SQL_MAIN: main,
    SQL_VISIBILITY: visibility,
    SQL_TLS: String(encrypted.includes(mode)),
    SQL_TLS_VERIFY: String(verifying.includes(mode)),
    SQL_TLS_DISABLE_HOST_VERIFICATION: String(!verifying.includes(mode)),
    SQL_TLS_CA_FILE: searchParams.get('sslrootcert') ?? '',
  };
}

/** What temporal/server.yaml.tpl reads. */
export const serverEnvironment = (firstPort: number, databaseUrl: string): Record<string, string> => ({
  ...sqlEnvironment(databaseUrl),
  TEMPORAL_FIRST_PORT: String(firstPort),
  TEMPORAL_VERSION_CHECK_DISABLED: '1', // the server must not call home
});

/** What temporal/ui/embedded.yaml reads. `api` is the address by which a browser on this machine reaches the API. */
export const uiEnvironment = (
  ports: { temporal: number; ui: number },
  namespace: string,
  api: string,
): Record<string, string> => ({
  TEMPORAL_FIRST_PORT: String(ports.temporal),
  TEMPORAL_UI_PORT: String(ports.ui),
  TEMPORAL_UI_ORIGIN: `http://127.0.0.1:${ports.ui}`,
  TEMPORAL_NAMESPACE: namespace,
  CODEC_ENDPOINT: `${api}/ops/codec`,
  OPERATORS_PAGE: `${api}/ops/`,
});

/** All ports of the embedded server, from TEMPORAL_PORT on. */
export const serverPorts = (firstPort: number): number[] => Array.from({ length: 8 }, (_, i) => firstPort + i);
