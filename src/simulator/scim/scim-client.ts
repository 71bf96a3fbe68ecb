import { setTimeout as delay } from 'node:timers/promises';
import { CannotRun } from '../cannot-run.js';
import { type Answer, parseBody } from './answer.js';
import { Gate } from './gate.js';
import type { Request } from './request.js';

/** Where the service is, and how the client proves who it is. */
export interface Connection {
  /** The base URL of the identity provider, without a slash at its end. */
  readonly url: string;
  readonly token: string;
}

/** What the client counted so far. */
export interface Traffic {
  readonly requests: number;
  /** How often it had to wait because the service said so (429, 503). */
  readonly waits: number;
}

const CONCURRENCY = 8;
const MOST_ATTEMPTS = 8;
const LONGEST_WAIT_S = 30;

/** Sends requests over connections that are kept: at most eight at once, and later where the service says so. */
export class ScimClient {
  private readonly gate = new Gate(CONCURRENCY);
  private requests = 0;
  private waits = 0;

  /** `query` goes along with every request. */
  constructor(
    private readonly connection: Connection,
    private readonly query?: string,
  ) {}

  get traffic(): Traffic {
    return { requests: this.requests, waits: this.waits };
  }

  /** @throws CannotRun when there is no answer at all. */
  send(request: Request): Promise<Answer> {
    return this.gate.pass(() => this.attempt(request, 1));
  }

  /** A service that asks for patience is given it: as long as `Retry-After` says, half a minute at most, eight times. */
  private async attempt(request: Request, attempt: number): Promise<Answer> {
    const response = await this.fetch(request);
    const text = await response.text();
    if (attempt === MOST_ATTEMPTS || (response.status !== 429 && response.status !== 503)) {
      return { status: response.status, body: parseBody(text) };
    }
    this.waits += 1;
    await delay(secondsToWait(response.headers.get('retry-after'), attempt) * 1000);
    return this.attempt(request, attempt + 1);
  }

  private async fetch({ method, path, query, body }: Request): Promise<Response> {
    this.requests += 1;
    const parameters = [query, this.query].filter(Boolean).join('&');
    const url = `${this.connection.url}${path}${parameters && `?${parameters}`}`;
    try {
      return await fetch(url, {
        method,
        headers: {
          authorization: `Bearer ${this.connection.token}`,
          accept: 'application/scim+json',
          ...(body && { 'content-type': 'application/scim+json; charset=utf-8' }),
        },
        redirect: 'manual',
        body: body && JSON.stringify(body),
      });
    } catch (error) {
      throw new CannotRun(`Nobody answers at ${this.connection.url}: ${reasonOf(error)}.`);
    }
  }
}

function secondsToWait(retryAfter: string | null, attempt: number): number {
  const seconds = Number(retryAfter ?? Number.NaN);
  return Math.min(Number.isFinite(seconds) ? Math.max(seconds, 0.1) : 2 ** attempt / 4, LONGEST_WAIT_S);
}

/** `fetch` itself only says that it failed; why stands in the cause, and of several addresses tried in the first of them. */
/** As Node calls what answers a TLS handshake with something else. */
const NO_TLS = 'ERR_SSL_WRONG_VERSION_NUMBER';

function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('cause' in error && error.cause) return reasonOf(error.cause);
  if ('code' in error && error.code === NO_TLS) return 'it speaks no TLS there, as if its URL began with http:';
  if ('message' in error && typeof error.message === 'string' && error.message) return error.message;
  return 'code' in error && typeof error.code === 'string' ? error.code : 'no reason given';
}
