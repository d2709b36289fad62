import type { Duplex } from 'node:stream';

const refusals: Record<string, [status: string, message: string]> = {
  HPE_INVALID_URL: ['400 Bad Request', 'An address is ASCII: percent-encode whatever else it holds, such as Chinese.'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The address or the headers are too long.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not come in time.'],
};
const unknown = ['400 Bad Request', 'This is no HTTP request.'] as const;

/** Answers what no face gets to see, because it cannot be read as HTTP, with a message like every refusal. */
export function refuseUnreadable({ code = '' }: NodeJS.ErrnoException, socket: Duplex): void {
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = refusals[code] ?? unknown;
  const body = JSON.stringify({ message });
  const headers = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`;
  socket.end(`HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${body}`);
}
