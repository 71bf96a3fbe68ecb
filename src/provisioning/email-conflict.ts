import type { CanonicalEmail } from '../directory/canonical-email.js';
import type { Claim } from '../directory/claim-email.js';
import type { ConflictDraft } from '../directory/conflict.js';
import { emailPairKey } from '../directory/pair-key.js';
import type { Person } from '../directory/person.js';
import type { Subject } from './subject.js';

/** A claim that left the claimant without the address. */
export type LostClaim = Extract<Claim, { kind: 'shared' | 'refused' }>;

/** Both parties of a clash about an address: a colleague's, somebody else's, or one whose domain is another connection's. */
export function emailConflict(
  { user }: Subject,
  person: Person,
  email: CanonicalEmail,
  claim: LostClaim,
): ConflictDraft {
  const { holder } = claim;
  const reservedTo = claim.kind === 'refused' ? claim.reservedTo : undefined;
  return {
    kind: claim.kind === 'shared' ? 'email' : reservedTo === undefined ? 'email_taken' : 'email_reserved',
    attribute: 'emails',
    pairKey: emailPairKey(user.id, email.key),
    incoming: { scimUserId: user.id, directoryUserId: person.id, email: email.address, ...keyOf(user.externalId) },
    existing: {
      ...(holder && { directoryUserId: holder.person.id }),
      ...(holder?.person.email != null && { email: holder.person.email }),
      ...(reservedTo !== undefined && { identityProviderId: reservedTo }),
    },
  };
}

function keyOf(externalId: string | null) {
  return externalId === null ? {} : { externalId };
}
