import type { Connection } from '../tenants/tenant-config.js';
import { inPrecedence } from './leading-resource.js';
import type { LinkedResource, Person } from './person.js';

/** Something that keeps a person out. */
export interface Hold {
  readonly kind: 'administrator' | 'conflict' | 'identity_provider';
  /** The one whose word it is. */
  readonly identityProviderId?: string;
  /** A sentence for people. */
  readonly reason: string;
  /** What lifts it, in words. */
  readonly remedy: string;
}

/** All that keeps the person out, as `personStatus` weighs it; empty for who may enter. */
export function holdsOf(
  person: Person,
  resources: readonly LinkedResource[],
  connections: readonly Connection[],
): readonly Hold[] {
  return [
    ...(person.deactivatedByAdministrator ? [BY_ADMINISTRATOR] : []),
    ...(person.held ? [BY_CONFLICT] : []),
    ...(person.protected || resources.length === 0 ? [] : byIdentityProvider(person, resources, connections)),
  ];
}

/** The same as one text; null for who may enter. */
export function reasonOf(holds: readonly Hold[]): string | null {
  return holds.length === 0 ? null : holds.map(({ reason }) => reason).join(' ');
}

const BY_ADMINISTRATOR: Hold = {
  kind: 'administrator',
  reason: 'An administrator deactivated the person; no identity provider lifts that.',
  remedy: 'An administrator lifts it: POST …/users/{id}/reactivate.',
};

const BY_CONFLICT: Hold = {
  kind: 'conflict',
  reason: 'The address that was pushed is somebody else’s to give; the person is held until the conflict is settled.',
  remedy: 'An administrator settles the open conflict: POST …/conflicts/{id}/resolve with link or keep_apart.',
};

const DELETED: Hold = {
  kind: 'identity_provider',
  reason: 'Whoever knew the person has deleted them.',
  remedy: 'An identity provider has to push the person again.',
};

function byIdentityProvider(
  { emailKey }: Person,
  resources: readonly LinkedResource[],
  connections: readonly Connection[],
): readonly Hold[] {
  const [leading] = inPrecedence(resources, connections, emailKey);
  if (!leading) return [DELETED];
  if (leading.active) return [];
  const { identityProviderId } = leading;
  const name = JSON.stringify(nameOf(identityProviderId, connections));
  const reason = `The identity provider ${name} leads for the person, and says that they are not active.`;
  const remedy = `${name} has to send active: true: the person must be assigned there, and their account enabled.`;
  return [{ kind: 'identity_provider', identityProviderId, reason, remedy }];
}

/** What the tenant calls it. */
export function nameOf(identityProviderId: string, connections: readonly Connection[]): string {
  return connections.find(({ id }) => id === identityProviderId)?.name ?? identityProviderId;
}
