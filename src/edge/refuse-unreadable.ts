import { type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** So long, and so many bytes, a client that was refused may send on until its connection is cut. */
const LINGER_MS = 2_000;
const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

/**
 * Refuses what is no request: 431 for too many headers, 408 for one that does not come, 400 for anything else. The answer announces that the
 * connection closes, and what the client is still sending is read and forgotten: a connection that is closed over unread bytes is reset, and
 * with it the answer is lost on its way (RFC 9112 §9.6).
 */
export function refuseUnreadable(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || hasBegunToAnswer(socket)) socket.destroy();
    else refuse(socket, STATUS.get(error.code) ?? '400 Bad Request');
  });
}

const STATUS: ReadonlyMap<string | undefined, string> = new Map([
  ['HPE_HEADER_OVERFLOW', '431 Request Header Fields Too Large'],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', '413 Payload Too Large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', '408 Request Timeout'],
]);

/** A second answer in the middle of the first would be taken for its rest. Node keeps the answer of a connection here. */
function hasBegunToAnswer(socket: Socket): boolean {
  const answer: unknown = Reflect.get(socket, '_httpMessage');
  return answer instanceof ServerResponse && answer.headersSent;
}

function refuse(socket: Socket, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  let length = 0;
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(cut));
  // What comes now is read by nobody else.
  socket.removeAllListeners('data').on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > MAX_DISCARDED_BYTES) socket.destroy();
  });
}
