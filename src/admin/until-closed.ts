import type { Response } from 'express';
import { Problem } from './problem.js';

/** Aborts when the client goes before it is answered. */
export function untilClosed(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort(Problem.ofStatus(CLIENT_CLOSED_REQUEST, 'The client has gone.')));
  return controller.signal;
}

/** No status of HTTP, and nobody gets to see it; by this number proxies tell it in their logs. */
const CLIENT_CLOSED_REQUEST = 499;
