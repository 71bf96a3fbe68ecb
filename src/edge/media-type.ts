/**
 * Whether a request's `Content-Type` may carry JSON: `application/json`, `application/scim+json`, any other `+json`, in any
 * case, or none at all. Parameters are ignored: JSON defines none, and is UTF-8 whatever a `charset` says (RFC 8259 §8.1, §11).
 */
export function isJson(contentType: string | undefined): boolean {
  if (contentType === undefined) return true;
  const [type = ''] = contentType.split(';', 1);
  const name = type.trim().toLowerCase();
  return name === '' || name === 'application/json' || STRUCTURED_JSON.test(name);
}

/** RFC 6839 §3.1: a suffix after any subtype, so `+json` by itself is none. */
const STRUCTURED_JSON = /^[^\s/]+\/[^\s/]+\+json$/;
