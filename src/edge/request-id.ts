import { randomUUID } from 'node:crypto';
import type { ScimRequest } from './scim-request.js';

/** A longer `X-Request-Id` is not taken over. */
export const MAX_REQUEST_ID_LENGTH = 128;

/**
 * The id by which the answer, the log and the event log name this request, the same at every call: the `X-Request-Id` that
 * a client or proxy sent, if it is a plain word of at most `MAX_REQUEST_ID_LENGTH` characters, else a new UUID.
 */
export function requestIdOf(request: Pick<ScimRequest, 'headers' | 'scimRequestId'>): string {
  return (request.scimRequestId ??= sentId(request.headers['x-request-id']) ?? randomUUID());
}

function sentId(header: string | readonly string[] | undefined): string | undefined {
  if (typeof header !== 'string' || header.length > MAX_REQUEST_ID_LENGTH) return undefined;
  return PLAIN_WORD.test(header) ? header : undefined;
}

/** Nothing that could break out of a log line, a header or a table of the admin's. */
const PLAIN_WORD = /^[A-Za-z0-9._-]+$/;
