import { DEFAULT_LIMITS, type Limits } from '../limits.js';

/**
 * What a connection lets pass: data that the engines are given, so that none of
 * them ever asks for a client's name. Strict refuses more; it never gives an accepted request another meaning.
 */
export interface Tolerance {
  /** A PATCH path that no schema knows (E-71). */
  readonly unknownPath: 'ignore' | 'refuse';
  /** `replace` on a filtered path that matches nothing, where the filter is a conjunction of `eq` (E-30). */
  readonly unmatchedReplace: 'create' | 'refuse';
  /** A PATCH operation that targets a read-only attribute by itself (E-63). */
  readonly readOnlyPath: 'ignore' | 'refuse';
  /** `Operations: []` (E-38). */
  readonly emptyOperations: 'accept' | 'refuse';
  /** A number where the schema has a string. */
  readonly numberForString: 'text' | 'refuse';
  /** A `primary` that is no boolean: the sub-attribute is dropped with a warning, the rest kept (E-35). */
  readonly invalidPrimary: 'drop' | 'refuse';
  /** `active` set to nothing. */
  readonly unassignedActive: 'ignore' | 'refuse';
  /** An unquoted word as a filter value (E-08). */
  readonly bareWordInFilter: 'string' | 'refuse';
  /** In a PATCH that sets `active` to false: another operation that fails. */
  readonly failureBesideDeactivation: 'skip' | 'refuse';
  /** A member that is not here (yet), and one named by its lasting externalId. */
  readonly unknownMember: 'park' | 'refuse';
  /** A member's `type` that contradicts what its id is. */
  readonly contradictingMemberType: 'ignore' | 'refuse';
  /** The same for every connection of the service. */
  readonly limits: Limits;
}

/** Of a connection that is strict or not. */
export function toleranceOf({ strict }: { readonly strict: boolean }, limits: Limits): Tolerance {
  return { ...(strict ? STRICT : TOLERANT), limits };
}

export const TOLERANT: Tolerance = {
  unknownPath: 'ignore',
  unmatchedReplace: 'create',
  readOnlyPath: 'ignore',
  emptyOperations: 'accept',
  numberForString: 'text',
  invalidPrimary: 'drop',
  unassignedActive: 'ignore',
  bareWordInFilter: 'string',
  failureBesideDeactivation: 'skip',
  unknownMember: 'park',
  contradictingMemberType: 'ignore',
  limits: DEFAULT_LIMITS,
};

export const STRICT: Tolerance = {
  unknownPath: 'refuse',
  unmatchedReplace: 'refuse',
  readOnlyPath: 'refuse',
  emptyOperations: 'refuse',
  numberForString: 'refuse',
  invalidPrimary: 'refuse',
  unassignedActive: 'refuse',
  bareWordInFilter: 'refuse',
  failureBesideDeactivation: 'refuse',
  unknownMember: 'refuse',
  contradictingMemberType: 'refuse',
  limits: DEFAULT_LIMITS,
};
