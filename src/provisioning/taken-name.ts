import { ScimError } from '../kernel/error/scim-error.js';
import type { JsonValue } from '../kernel/resource/resource.js';

/** The 409 for a name or key that another resource of the identity provider has (RFC 7644 §3.3, `uniqueness`). */
export function takenName(kind: 'user' | 'group', attribute: string, value: JsonValue | undefined): ScimError {
  const quoted = typeof value === 'string' ? ` "${value}"` : '';
  return ScimError.uniqueness(`${attribute}${quoted} is taken by another ${kind} of this identity provider.`);
}
