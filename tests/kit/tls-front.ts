import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createSecureServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The name in the server's certificate. */
export const serverName = 'temporal.test';

interface Pair {
  cert: string;
  key: string;
}

/** An authority of the test's own with a server's and a client's certificate. */
function makeCertificates(): { ca: string; server: Pair; client: Pair } {
  const dir = mkdtempSync(join(tmpdir(), 'ensemble-tls-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const pair = (name: string): Pair => {
    writeFileSync(join(dir, `${name}.ext`), `subjectAltName=DNS:${name}`);
    openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    const signing = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2'];
    openssl('x509', '-req', '-in', `${name}.csr`, ...signing, '-extfile', `${name}.ext`, '-out', `${name}.crt`);
    return {
      cert: readFileSync(join(dir, `${name}.crt`), 'utf8'),
      key: readFileSync(join(dir, `${name}.key`), 'utf8'),
    };
  };
  try {
    openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=authority', '-days', '2');
    return { ca: readFileSync(join(dir, 'ca.crt'), 'utf8'), server: pair(serverName), client: pair('client.test') };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** Passes a call on to the server behind, as a proxy of gRPC does: trailers tell how it ended. */
function passOn(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, back: ReturnType<typeof connect>): void {
  const ahead = back.request({ ...headers, ':scheme': 'http', ':authority': 'behind' });
  let trailers: IncomingHttpHeaders = {};
  ahead.on('response', (answer, flags) => {
    if (stream.destroyed) return;
    const isAll = (flags & 1) === 1; // END_STREAM
    stream.respond(answer, isAll ? { endStream: true } : { waitForTrailers: true });
  });
  ahead.on('trailers', (sent) => void (trailers = sent));
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  stream.on('close', () => ahead.close());
  ahead.on('error', () => stream.close());
  stream.on('error', () => ahead.close());
  stream.pipe(ahead).pipe(stream);
}

const unauthenticated = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '16' };

/** TLS in front of a Temporal server: asks for a client certificate of its authority and for an API key. */
export async function startTlsFront(address: string, apiKey: string) {
  const { ca, server, client } = makeCertificates();
  const front = createSecureServer({ ...server, ca, requestCert: true, rejectUnauthorized: true });
  const back = connect(`http://${address}`);
  const namespaces = new Set<string>();
  front.on('stream', (stream, headers) => {
    if (headers.authorization !== `Bearer ${apiKey}`) return stream.respond(unauthenticated, { endStream: true });
    const namespace = headers['temporal-namespace'];
    if (typeof namespace === 'string') namespaces.add(namespace);
    return passOn(stream, headers, back);
  });
  front.on('sessionError', () => undefined); // whoever comes without a certificate is told so by TLS
  const sessions = new Set<{ destroy(): void }>();
  front.on('session', (session) => sessions.add(session));
  await new Promise<void>((resolve) => void front.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(front.address() as AddressInfo).port}`,
    ca,
    client,
    /** Namespaces that calls named in their header, by which a cloud finds the cell to ask. */
    namespaces,
    async close(): Promise<void> {
      for (const session of sessions) session.destroy();
      back.destroy();
      await new Promise((resolve) => front.close(resolve));
    },
  };
}
export type TlsFront = Awaited<ReturnType<typeof startTlsFront>>;
