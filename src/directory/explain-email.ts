import type { NamingTrace } from '../audit/audit-trail.js';
import type { Connection } from '../tenants/tenant-config.js';
import type { ExplainedEmail, Explanation } from './explanation.js';
import { nameOf } from './holds.js';
import type { Person } from './person.js';

/** Where the address comes from, or why there is none. `traces`: newest first. Pure. */
export function explainEmail(
  person: Person,
  connections: readonly Connection[],
  traces: readonly NamingTrace[],
  conflicts: Explanation['conflicts'],
): ExplainedEmail {
  const event = traces.find(({ name }) => name === 'email') ?? null;
  const identityProviderId = event?.identityProviderId ?? undefined;
  return {
    value: person.email,
    ...(identityProviderId !== undefined && { identityProviderId }),
    because: person.email === null ? whyNone(event) : whoGave(event, connections),
    event,
    prevents: [
      ...(person.protected ? ['No identity provider changes the address: the person is protected.'] : []),
      ...conflicts
        .filter(({ attribute }) => attribute === 'emails')
        .map(({ id }) => `The conflict ${id} about the address is open.`),
    ],
  };
}

function whyNone(event: NamingTrace | null): string {
  return event
    ? 'The address was given up, or is another person’s.'
    : 'No address was pushed, or it is another person’s.';
}

function whoGave(event: NamingTrace | null, connections: readonly Connection[]): string {
  if (!event) return 'The event log does not reach back to when it was given.';
  if (event.identityProviderId === null) return 'An administrator gave it.';
  return `The identity provider ${JSON.stringify(nameOf(event.identityProviderId, connections))} gave it.`;
}
