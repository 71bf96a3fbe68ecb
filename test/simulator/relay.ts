import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What passes through: where to, and what came back. */
export interface Passage {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** JSON without blanks, or nothing. */
  readonly text: string;
}

/** A request that is not let through but answered at once. */
export interface Shortcut {
  readonly status: number;
  readonly text?: string;
  readonly headers?: Record<string, string>;
}

export interface Meddling {
  /** What the client gets to see of the answer. */
  readonly alter?: (passage: Passage) => string;
  readonly intercept?: (method: string, path: string) => Shortcut | undefined;
}

/** A server of its own between the client and the service at `origin`, which meddles with what passes. */
export async function startRelay(origin: string, { alter = ({ text }) => text, intercept }: Meddling) {
  const server = createServer((request, response) => {
    const { method = '', url = '' } = request;
    void readText(request).then(async (body) => {
      const shortcut = intercept?.(method, url);
      if (shortcut) return response.writeHead(shortcut.status, shortcut.headers).end(shortcut.text);
      const headers = { authorization: request.headers.authorization ?? '', 'content-type': 'application/scim+json' };
      const answer = await fetch(origin + url, { method, headers, body: body || undefined });
      const text = alter({ method, path: url, status: answer.status, text: compact(await answer.text()) });
      return response.writeHead(answer.status, { 'content-type': 'application/scim+json' }).end(text || undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function compact(text: string): string {
  return text && JSON.stringify(JSON.parse(text));
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}
