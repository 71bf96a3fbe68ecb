import { mirrorPerson } from '../attributes/mirror-person.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { holdsOf } from '../directory/holds.js';
import type { CanonicalAttributes, CanonicalValue, Person, PersonWithResources } from '../directory/person.js';
import { personStatus } from '../directory/person-status.js';
import type { TenantConfig } from '../tenants/tenant-config.js';
import type { AdministratorsChange, FieldValues } from './administrators-change.js';

/** The person after an administrator's act, and what there is to tell; nothing where it changes nothing. */
export interface Administered {
  readonly person: Person;
  readonly events: readonly AuditEvent[];
}

/**
 * What an administrator's act makes of a person. Fields are theirs until the next push where identity providers have the last word on them, else
 * until an administrator clears them; the status follows from all that is said of the person, as after a push. Pure.
 */
export function administerPerson(
  { person, resources }: PersonWithResources,
  change: AdministratorsChange,
  config: TenantConfig,
  now: Date,
): Administered {
  const fields = withFields({ person, resources }, change.attributes ?? {}, config, now.toISOString());
  const words: Person = {
    ...person,
    attributes: fields.attributes,
    protected: change.protected ?? person.protected,
    deactivatedByAdministrator: change.deactivated ?? person.deactivatedByAdministrator,
  };
  const after = { ...words, status: personStatus(words, resources, config.connections) };
  const changes = [...fields.changes, ...(after.protected === person.protected ? [] : ['protected'])];
  return {
    person: after,
    events: [
      ...standingEvents(person, { person: after, resources }, config),
      ...(changes.length > 0 ? [eventOf('directory_user_updated', after, { changes })] : []),
    ],
  };
}

/** What was cleared is filled again at once with what was received; where that is what stood there, nothing happened. */
function withFields(
  { person, resources }: PersonWithResources,
  values: FieldValues,
  config: TenantConfig,
  updatedAt: string,
): { readonly attributes: CanonicalAttributes; readonly changes: readonly string[] } {
  const named = new Map(Object.entries(values));
  const kept = Object.entries(person.attributes).filter(([key]) => named.get(key) !== null);
  const own = [...named].flatMap(([key, value]) =>
    value === null ? [] : [[key, { value, provenance: 'administrator', updatedAt }] as const],
  );
  const cleared = { ...config, attributes: config.attributes.filter(({ key }) => named.get(key) === null) };
  const draft = { ...person, attributes: Object.fromEntries<CanonicalValue>([...kept, ...own]) };
  const { attributes } = mirrorPerson(draft, resources, cleared, updatedAt);
  const changes = [...named.keys()].filter((key) => !isSame(valueOf(person.attributes, key), valueOf(attributes, key)));
  const unchanged = [...named.keys()].filter((key) => !changes.includes(key));
  return { attributes: { ...attributes, ...pick(person.attributes, unchanged) }, changes };
}

function pick(attributes: CanonicalAttributes, keys: readonly string[]): CanonicalAttributes {
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => keys.includes(key)));
}

function valueOf(attributes: CanonicalAttributes, key: string): CanonicalValue | undefined {
  return Object.hasOwn(attributes, key) ? attributes[key] : undefined;
}

function isSame(before: CanonicalValue | undefined, after: CanonicalValue | undefined): boolean {
  return (
    before?.value === after?.value &&
    before?.provenance === after?.provenance &&
    before?.identityProviderId === after?.identityProviderId
  );
}

/** The administrator's word has an event even where something else keeps the person out anyway; so has a status that follows from protection. */
function standingEvents(
  before: Person,
  { person, resources }: PersonWithResources,
  config: TenantConfig,
): AuditEvent[] {
  const isWord = before.deactivatedByAdministrator !== person.deactivatedByAdministrator;
  if (!isWord && before.status === person.status) return [];
  const isOut = isWord ? person.deactivatedByAdministrator : person.status !== 'active';
  const holds = isOut ? [] : holdsOf(person, resources, config.connections);
  const wasActive = before.status === 'active';
  const isActive = person.status === 'active';
  return [
    eventOf(isOut ? 'directory_user_deactivated' : 'directory_user_reactivated', person, {
      changes: ['status'],
      warnings: holds.map(({ reason }) => reason),
      ...(wasActive !== isActive && { before: { active: wasActive }, after: { active: isActive } }),
    }),
  ];
}

function eventOf(
  type: AuditEvent['type'],
  { id, email }: Person,
  told: Pick<AuditEvent, 'changes' | 'warnings' | 'before' | 'after'>,
): AuditEvent {
  return { type, target: { kind: 'directory_user', id, ...(email !== null && { name: email }) }, ...told };
}
