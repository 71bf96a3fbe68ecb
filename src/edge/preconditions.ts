import { ScimError } from '../kernel/error/scim-error.js';

/**
 * Holds a change to the version that its client knows. Tags are compared weakly, since those of SCIM are weak (RFC 7644 §3.14);
 * `*` and no header at all hold for every version.
 *
 * @throws ScimError 412 if `header` (`If-Match`) names only other versions.
 */
export function assertIfMatch(header: string | undefined, version: string): void {
  if (header === undefined || names(header, version)) return;
  throw ScimError.preconditionFailed(`The resource is at version ${version}; If-Match names another.`);
}

/** Whether `header` (`If-None-Match`) names this version, or any by `*`: then a read answers 304 (RFC 9110 §13.1.2). */
export function isNotModified(header: string | undefined, version: string): boolean {
  return header !== undefined && names(header, version);
}

function names(header: string, version: string): boolean {
  if (header.trim() === '*') return true;
  const wanted = opaqueTags(version)[0];
  return wanted !== undefined && opaqueTags(header).includes(wanted);
}

/** What stands between the quotes of each tag of a list. A tag may hold commas; one without quotes is taken as it is. */
function opaqueTags(list: string): string[] {
  return [...list.matchAll(ENTITY_TAG)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

/** Each alternative begins with what the other cannot contain, so nothing is read twice. */
const ENTITY_TAG = /(?:W\/)?"([^"]*)"|([^\s,"]+)/g;
