import { ScimError } from '../error/scim-error.js';
import type { AttributePath } from '../path/attribute-path.js';
import { pathKey } from '../path/path-key.js';
import { checkImmutable } from '../resource/check-immutable.js';
import { checkSize, isTooLarge } from '../resource/check-resource.js';
import { equal } from '../resource/equal.js';
import { startReading, type Reading } from '../resource/reading.js';
import type { Resource } from '../resource/resource.js';
import type { Tolerance } from '../resource/tolerance.js';
import { withSchemas } from '../resource/with-schemas.js';
import type { ResourceType } from '../schema/schema.js';
import { applyOperation } from './apply-operation.js';
import { atEntry } from './at-entry.js';
import { isDeactivation } from './is-deactivation.js';
import type { PatchOperation, RefusedOperation } from './operation.js';

/** A resource after a PATCH, and what of the PATCH was passed over. */
export interface Patched {
  /** The very object that was given if nothing has changed. */
  readonly resource: Resource;
  readonly warnings: readonly string[];
}

type Step = PatchOperation | RefusedOperation;

/**
 * A resource after the steps of a PATCH, in their order, all or none (RFC 7644 §3.5.2). The one exception: where a step
 * deactivates a user and the connection tolerates it, a step that fails is skipped with a warning. A group's members are
 * not among them: `memberOperations` takes those out.
 * @throws ScimError that of the first step that cannot be done
 */
export function applyPatch(
  type: ResourceType,
  resource: Resource,
  operations: readonly Step[],
  tolerance: Tolerance,
): Patched {
  const { reading, warnings } = startReading(tolerance);
  const skips = tolerance.failureBesideDeactivation === 'skip' && operations.some(isDeactivation);
  const apply = (steps: readonly Step[]): Resource => {
    const run = skips ? skipping : applyStep;
    return withSchemas(
      type,
      steps.reduce((current, step) => run(type, current, step, reading), resource),
    );
  };
  const patched = fit(apply(operations), skips, () => {
    reading.warn('Only active was changed: with the other operations the resource would be too large.');
    return apply(operations.filter(isDeactivation));
  });
  return { resource: equal(patched, resource) ? resource : patched, warnings };
}

function applyStep(type: ResourceType, resource: Resource, step: Step, { tolerance }: Reading): Resource {
  if (step.op === 'refused') throw step.error;
  return atEntry(step.entry, () => {
    const after = applyOperation(resource, step, tolerance);
    if (isWhole(step.path)) checkImmutable(type, resource, after);
    return after;
  });
}

/** An extension or a complex value: what is immutable in it would go with it. */
function isWhole({ attribute, subAttribute }: AttributePath): boolean {
  return !subAttribute && (!attribute || attribute.type === 'complex');
}

function skipping(type: ResourceType, resource: Resource, step: Step, reading: Reading): Resource {
  try {
    return applyStep(type, resource, step, reading);
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    const subject = step.op === 'refused' ? 'An operation' : `The operation on ${pathKey(step.path)}`;
    reading.warn(`${subject} was skipped (${error.scimType ?? error.status}); active was set to false all the same.`);
    return resource;
  }
}

function fit(patched: Resource, skips: boolean, onlyActive: () => Resource): Resource {
  if (skips && isTooLarge(patched)) return onlyActive();
  checkSize(patched);
  return patched;
}
