import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import type { HostileRequest } from './hostile.js';

export interface WireAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly ms: number;
}

/** Sends requests as they are, over one connection that is kept; what the server closed is opened again. */
export class Wire {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly url: URL;

  constructor(
    baseUrl: string,
    private readonly token: string,
  ) {
    this.url = new URL(baseUrl);
  }

  send({ method, target, headers, body }: HostileRequest): Promise<WireAnswer> {
    const { hostname, port, pathname } = this.url;
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          ...{ agent: this.agent, hostname, port, method, path: pathname + target },
          headers: { authorization: `Bearer ${this.token}`, ...headers, 'content-length': body?.length ?? 0 },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            const { statusCode: status = 0, headers: answered } = response;
            resolve({ status, headers: answered, text, ms: performance.now() - started });
          });
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
  }

  /** Bytes on a connection of their own, which is closed behind them: what came back. */
  sendBytes(bytes: Uint8Array): Promise<string> {
    const socket = connect(Number(this.url.port), this.url.hostname);
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk) => (text += String(chunk)));
    socket.on('error', () => undefined);
    socket.end(bytes);
    return new Promise((resolve) => socket.once('close', () => resolve(text)));
  }

  close(): void {
    this.agent.destroy();
  }
}
