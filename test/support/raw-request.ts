import { Agent, request } from 'node:http';
import type { Answer } from '../admin/api.js';

export interface RawRequest {
  readonly method?: string;
  /** Sent as they are, and nothing beside them but `Host` and what frames the body. */
  readonly headers?: Readonly<Record<string, string>>;
  /** In one piece with its length, or in chunks without one. */
  readonly body?: string | Uint8Array | readonly Uint8Array[];
}

/** One connection that is kept from request to request, for what `fetch` says by itself or hides. */
export class RawConnection {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  /** Whether the last request went over the same connection as the one before it. */
  wasKept = false;

  constructor(private readonly url: string) {}

  send(path: string, { method = 'GET', headers = {}, body }: RawRequest = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request(this.url + path, { method, headers, agent: this.agent }, (response) => {
        this.wasKept = asked.reusedSocket;
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const answered = new Headers(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
          resolve({ status: response.statusCode ?? 0, headers: answered, text, body: text && JSON.parse(text) });
        });
      }).once('error', reject);
      if (isChunks(body)) for (const chunk of body) asked.write(chunk);
      asked.end(isChunks(body) ? undefined : body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

function isChunks(body: RawRequest['body']): body is readonly Uint8Array[] {
  return Array.isArray(body);
}
