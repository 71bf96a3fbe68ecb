import { type NamingTrace, STANDING } from '../audit/audit-trail.js';
import type { Connection } from '../tenants/tenant-config.js';
import type { ExplainedStatus } from './explanation.js';
import { holdsOf, nameOf, reasonOf } from './holds.js';
import { inPrecedence } from './leading-resource.js';
import type { LinkedResource, Person, PersonWithResources } from './person.js';

/** Why somebody may or may not enter. `traces`: newest first. Pure. */
export function explainStatus(
  { person, resources }: PersonWithResources,
  connections: readonly Connection[],
  traces: readonly NamingTrace[],
): ExplainedStatus {
  const [leading] = inPrecedence(resources, connections, person.emailKey);
  const holds = holdsOf(person, resources, connections);
  const setBy = whoseWord(person, resources);
  const isIdentityProviders = setBy === 'identity_provider';
  const told = traces.filter(({ name }) => name === STANDING);
  const event = isIdentityProviders
    ? told.find((trace) => isOf(trace, leading))
    : told.find(({ identityProviderId }) => setBy === 'conflict' || identityProviderId === null);
  return {
    value: person.status,
    setBy,
    ...(isIdentityProviders && leading && { identityProviderId: leading.identityProviderId }),
    because: (person.status !== 'active' && reasonOf(holds)) || whyActive(person, leading, connections),
    holds,
    event: event ?? null,
    prevents: prevents(person, resources, leading, connections),
  };
}

function whoseWord(
  { deactivatedByAdministrator, held, protected: isProtected }: Person,
  resources: readonly LinkedResource[],
): ExplainedStatus['setBy'] {
  if (deactivatedByAdministrator) return 'administrator';
  if (held) return 'conflict';
  return isProtected || resources.length === 0 ? 'administrator' : 'identity_provider';
}

/** Where every resource is deleted, whichever connection deleted the last one. */
function isOf({ identityProviderId }: NamingTrace, leading: LinkedResource | undefined): boolean {
  return leading ? identityProviderId === leading.identityProviderId : identityProviderId !== null;
}

function whyActive(
  { protected: isProtected }: Person,
  leading: LinkedResource | undefined,
  connections: readonly Connection[],
): string {
  if (isProtected) return 'The person is protected: no identity provider deactivates them.';
  if (!leading) return 'No identity provider knows the person; who is known here alone is active.';
  const name = JSON.stringify(nameOf(leading.identityProviderId, connections));
  return `The identity provider ${name} leads for the person, and says that they are active.`;
}

function prevents(
  { deactivatedByAdministrator, protected: isProtected }: Person,
  resources: readonly LinkedResource[],
  leading: LinkedResource | undefined,
  connections: readonly Connection[],
): readonly string[] {
  const others = resources.filter((one) => leading && !one.deleted && one.id !== leading.id);
  return [
    ...(deactivatedByAdministrator
      ? ['active: true of an identity provider does not lift an administrator’s word.']
      : []),
    ...(isProtected ? ['active: false of an identity provider is ignored: the person is protected.'] : []),
    ...others.map(({ identityProviderId }) => {
      const name = JSON.stringify(nameOf(identityProviderId, connections));
      return `What ${name} says about active does not decide: another identity provider leads for the person.`;
    }),
  ];
}
