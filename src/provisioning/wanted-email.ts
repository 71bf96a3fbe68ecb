import { canonicalEmail, type CanonicalEmail } from '../directory/canonical-email.js';
import { inPrecedence } from '../directory/leading-resource.js';
import type { LinkedResource, Person } from '../directory/person.js';
import { linkedResource } from '../scim-users/linked-resource.js';
import type { Push } from './push.js';
import type { Subject } from './subject.js';

/** A person as they were, and the resources they have besides the subject's. */
export interface Known {
  readonly person: Person;
  readonly others: readonly LinkedResource[];
}

/** The address that decides, and whether it is the subject's own. */
export interface Deciding {
  readonly email: CanonicalEmail;
  readonly isOwn: boolean;
}

/**
 * The address that a person's resources ask for; undefined: none. What another connection's resource asks for moves nothing, but an address that
 * its own resource takes back is gone; the other's comes with what that one pushes next.
 */
export function wantedEmail(push: Push, subject: Subject, known: Known): CanonicalEmail | undefined | 'unmoved' {
  const deciding = decidingEmail(push, subject, known);
  if (!deciding || deciding.isOwn) return deciding?.email;
  return deciding.email.key !== known.person.emailKey && gaveAddress(subject) ? undefined : 'unmoved';
}

/** The first in the order of precedence that has an address. */
export function decidingEmail({ config }: Push, { user }: Subject, { person, others }: Known): Deciding | undefined {
  for (const { id, resource } of inPrecedence([...others, linkedResource(user)], config.connections, person.emailKey)) {
    const email = canonicalEmail(resource);
    if (email) return { email, isOwn: id === user.id };
  }
  return undefined;
}

function gaveAddress({ user, current }: Subject): boolean {
  const before = current?.resources.find(({ id }) => id === user.id);
  const given = before && canonicalEmail(before.resource);
  return given !== undefined && given.key === current?.person.emailKey;
}
