import type { ScimError } from '../error/scim-error.js';
import type { AttributePath } from '../path/attribute-path.js';
import type { JsonValue } from '../resource/resource.js';

/** One step of a PATCH after normalisation: one resolved path each, path-less objects taken apart (RFC 7644 §3.5.2). */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: AttributePath;
  /** Coerced to the attribute's type where a rule says so; absent for a plain `remove`. `null` unassigns. */
  readonly value?: JsonValue;
  /** Which of `Operations` it comes from, counted from 1; absent for what a POST or PUT names by a path. */
  readonly entry?: number;
}

/** A step that cannot be done; it is thrown when its turn comes, unless it stands beside a deactivation. */
export interface RefusedOperation {
  readonly op: 'refused';
  readonly error: ScimError;
}

export interface ParsedPatch {
  readonly operations: readonly (PatchOperation | RefusedOperation)[];
  readonly warnings: readonly string[];
  /** Some operation sets a user's `active` to false: what must never be lost. */
  readonly deactivates: boolean;
}
