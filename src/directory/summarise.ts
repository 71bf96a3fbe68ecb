import type { Trace } from '../audit/audit-trail.js';
import type { ExplainedStatus } from './explanation.js';
import type { Person } from './person.js';

/** What an administrator reads first: may the person enter, why, by which event, and what would change it. Pure. */
export function summarise({ email, id }: Pick<Person, 'email' | 'id'>, status: ExplainedStatus): string {
  const { value, because, event, holds } = status;
  const remedies = holds.map(({ remedy }) => remedy);
  return [
    `${email ?? `The person ${id}`} is ${value}.`,
    because,
    event ? toldBy(event) : 'The event log does not reach back to when that came about.',
    ...(remedies.length > 1 ? ['To let the person in, each of these is needed:'] : []),
    ...remedies,
  ].join(' ');
}

function toldBy({ type, actor, occurredAt, id }: Trace): string {
  const who = `${actor.kind.replaceAll('_', ' ')} ${JSON.stringify(actor.name)}`;
  return `Told by the event ${type} (${id}) of the ${who} at ${occurredAt.toISOString()}.`;
}
