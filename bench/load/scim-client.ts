import { Pool } from 'undici';
import { Recording } from './recording.js';
import type { Target } from './target.js';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** What is sent, and which status is right for it. */
export interface Request {
  /** What it is for; latencies are told by it. */
  readonly label: string;
  readonly method: Method;
  /** Below the base URL, with its query. */
  readonly path: string;
  readonly body?: unknown;
  readonly status: number;
}

/** More than any workload has under way at once: who sends ten requests at a time has ten connections. */
const MOST_CONNECTIONS = 128;
const KEEP_ALIVE_MS = 60_000;
const SHOWN_CHARACTERS = 200;

/** Sends requests over connections that are kept, and notes how long each took. */
export class ScimClient {
  /** Of the run that is going on. */
  recording = new Recording();
  private readonly pool: Pool;
  private readonly prefix: string;
  private readonly headers: Readonly<Record<string, string>>;

  /** `connections`: more requests than that wait here for one to be free. */
  constructor({ url, token }: Target, connections = MOST_CONNECTIONS) {
    const { origin, pathname } = new URL(url);
    this.pool = new Pool(origin, { connections, pipelining: 1, keepAliveTimeout: KEEP_ALIVE_MS });
    this.prefix = pathname === '/' ? '' : pathname;
    this.headers = { 'content-type': 'application/scim+json', ...(token && { authorization: `Bearer ${token}` }) };
  }

  /**
   * The text that was answered. `since`: the moment from which the answer was waited for, if not from now.
   * @throws Error that says what was answered, where it is not what was expected
   */
  async send({ label, method, path, body, status }: Request, since = performance.now()): Promise<string> {
    const answer = await this.pool.request({
      method,
      path: this.prefix + path,
      headers: this.headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.body.text();
    this.recording.add(label, performance.now() - since, Buffer.byteLength(text));
    if (answer.statusCode === status) return text;
    throw new Error(`${label}: ${answer.statusCode} ${text.slice(0, SHOWN_CHARACTERS)}`);
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}
