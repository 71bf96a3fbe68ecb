import type { AttributePath } from './attribute-path.js';

/** A well-formed path that no schema of the resource type knows; whether it is ignored or refused is tolerance. */
export interface UnknownPath {
  /** The name as the client wrote it, without its filter. */
  readonly unknown: string;
  /** Where in the path it begins, as an error says it; absent for a name that was no path. */
  readonly place?: string;
}

/** Closed: `isUnknown` tells which. */
export type ParsedPath = AttributePath | UnknownPath;

/** Whether no schema knows the path. */
export function isUnknown(path: ParsedPath): path is UnknownPath {
  return 'unknown' in path;
}
