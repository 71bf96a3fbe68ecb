import type { Response } from 'express';
import { requestIdOf } from '../edge/request-id.js';
import type { Problem } from './problem.js';

/** What every answer of the admin API carries: the request's id, and that nobody keeps it. */
export function setAdminHeaders(response: Response): void {
  response.setHeader('X-Request-Id', requestIdOf(response.req));
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cache-Control', 'no-store');
}

/** Answers with `application/problem+json` (RFC 9457 §3); an answer that has begun already is left alone. */
export function replyProblem(response: Response, problem: Problem): void {
  if (response.headersSent) return;
  setAdminHeaders(response);
  if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="admin"');
  if (problem.retryAfter !== undefined) response.setHeader('Retry-After', String(problem.retryAfter));
  const body = JSON.stringify(problem.toBody());
  response.writeHead(problem.status, {
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}
