import type { AttributePath } from '../path/attribute-path.js';
import type { PatchOperation, RefusedOperation } from './operation.js';

/** Whether the step sets a user's `active` to false (RFC 7643 §4.1.1): what must never be lost. */
export function isDeactivation(step: PatchOperation | RefusedOperation): boolean {
  return step.op !== 'refused' && isActive(step.path) && step.value === false;
}

/** Whether the path is `active` of the core schema. */
export function isActive({ extension, attribute }: AttributePath): boolean {
  return extension === undefined && attribute?.name === 'active';
}
