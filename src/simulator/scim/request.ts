import type { JsonObject } from './json.js';
import { PATCH_OP } from './schemas.js';

/** A request below the base URL of a connection. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Encoded already, in the way of its client. */
  readonly query?: string;
  readonly body?: JsonObject;
}

/** One operation of a PATCH, as it is spelled on the wire. */
export interface Operation {
  readonly op: string;
  readonly path?: string;
  readonly value?: unknown;
}

export function patch(path: string, operations: readonly Operation[]): Request {
  return { method: 'PATCH', path, body: { schemas: [PATCH_OP], Operations: operations } };
}
