import type { LinkedResource, Person, PersonWithResources } from '../../src/directory/person.js';
import { parseResource } from '../../src/kernel/resource/parse-resource.js';
import type { JsonObject, Received } from '../../src/kernel/resource/resource.js';
import { TOLERANT } from '../../src/kernel/resource/tolerance.js';
import { USER_RESOURCE_TYPE } from '../../src/kernel/schema/resource-types.js';
import { CATALOGUE } from '../../src/attributes/catalogue.js';
import type { Change, Decision } from '../../src/provisioning/change.js';
import type { Facts } from '../../src/provisioning/facts.js';
import type { Push } from '../../src/provisioning/push.js';
import { linkedResource } from '../../src/scim-users/linked-resource.js';
import type { StoredUser } from '../../src/scim-users/stored-user.js';
import { userKeys } from '../../src/scim-users/user-keys.js';
import type { Connection, TenantConfig } from '../../src/tenants/tenant-config.js';

/** The moment at which every decision is made. */
export const NOW = new Date('2026-03-01T12:00:00.000Z');

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

export function hoursAgo(hours: number): Date {
  return new Date(NOW.getTime() - hours * HOUR_MS);
}

export function daysAgo(days: number): Date {
  return new Date(NOW.getTime() - days * DAY_MS);
}

/** Keys as Entra's `objectId`: lasting by their shape. */
export const ANAS_KEY = '1a6f4f4e-0f5b-4b58-9d8e-3f4f5e6a7b01';
export const BENS_KEY = '2b6f4f4e-0f5b-4b58-9d8e-3f4f5e6a7b02';

/** A tolerant connection of kind `entra`. */
export function aConnection(different: Partial<Connection> = {}): Connection {
  return {
    id: 'entra',
    tenantId: 'acme',
    name: 'Entra',
    kind: 'entra',
    strict: false,
    enabled: true,
    position: 1,
    domains: [],
    allowedNetworks: [],
    extensions: [],
    ...different,
  };
}

/** A second connection of the tenant, after the first in its order. */
export function anotherConnection(different: Partial<Connection> = {}): Connection {
  return aConnection({ id: 'okta', name: 'Okta', kind: 'okta', position: 2, ...different });
}

export function aConfig(connections: readonly Connection[], different: Partial<TenantConfig> = {}): TenantConfig {
  return {
    tenantId: 'acme',
    subdomain: 'acme',
    version: '7',
    connections,
    hadOtherConnections: false,
    attributes: CATALOGUE,
    ...different,
  };
}

/** A push of a connection of a tenant that has these; new identifiers are `new-1`, `new-2` and so on. */
export function pushOf(connection: Connection, connections: readonly Connection[]): Push {
  let ids = 0;
  return {
    connection,
    config: aConfig(connections),
    userType: USER_RESOURCE_TYPE,
    now: NOW,
    newId: () => `new-${(ids += 1)}`,
  };
}

/** The body of a POST or PUT, as it comes through the door. */
export function received(body: JsonObject): Received {
  return parseResource(USER_RESOURCE_TYPE, body, TOLERANT);
}

/** Ana as a connection pushes her. */
export const ANA: JsonObject = {
  schemas: [USER_RESOURCE_TYPE.schema.id],
  userName: 'ana@corp.example',
  externalId: ANAS_KEY,
  active: true,
  emails: [{ type: 'work', value: 'ana@corp.example', primary: true }],
};

/** A colleague of hers. */
export const BEN: JsonObject = {
  ...ANA,
  userName: 'ben@corp.example',
  externalId: BENS_KEY,
  emails: [{ type: 'work', value: 'ben@corp.example', primary: true }],
};

/** A stored user: Ana of Entra, but for what is said differently of the body or of the row. */
export function aUser(body: JsonObject = {}, row: Partial<StoredUser> = {}): StoredUser {
  const { resource } = received(withoutNull({ ...ANA, ...body }));
  return {
    id: 'u-ana',
    identityProviderId: 'entra',
    directoryUserId: 'p-ana',
    ...userKeys(resource),
    resource,
    version: '3',
    createdAt: daysAgo(100),
    lastModified: daysAgo(10),
    mergedAt: null,
    deletedAt: null,
    ...row,
  };
}

/** What is null in a row of a table is left out of the body. */
function withoutNull(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

/** An active person with Ana's address. */
export function aPerson(different: Partial<Person> = {}): Person {
  return {
    id: 'p-ana',
    email: 'ana@corp.example',
    emailKey: 'ana@corp.example',
    status: 'active',
    held: false,
    deactivatedByAdministrator: false,
    protected: false,
    attributes: {},
    revision: '5',
    createdAt: daysAgo(100),
    ...different,
  };
}

/** A person with the users they are linked to. */
export function linked(person: Person, ...users: readonly StoredUser[]): PersonWithResources {
  return { person, resources: users.map(linkedResource) };
}

/** A resource that is linked to a person: of Entra, active, unless it is said differently. */
export function aResource(different: Partial<LinkedResource> = {}): LinkedResource {
  return { ...linkedResource(aUser()), ...different };
}

/** Facts with the people among them. */
export function factsOf(facts: Omit<Facts, 'people'>, ...people: readonly PersonWithResources[]): Facts {
  return { ...facts, people: new Map(people.map((entry) => [entry.person.id, entry])) };
}

/** The same value, every object of which refuses to be changed. */
export function frozen<T>(value: T): T {
  freeze(value);
  return value;
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  if (value instanceof Map || value instanceof Set) value.forEach(freeze);
  else Object.values(value).forEach(freeze);
}

/** What a decision comes to, in the few words in which the rules are written. */
export interface Outcome {
  readonly is: Decision['kind'];
  /** Of a refusal. */
  readonly error?: string;
  readonly user?: string;
  readonly person?: string;
  readonly email?: string | null;
  readonly status?: Person['status'];
  readonly conflicts: readonly string[];
  readonly events: readonly string[];
}

export function outcomeOf(decision: Decision): Outcome {
  switch (decision.kind) {
    case 'refused': {
      const { error, conflict } = decision;
      const words = `${error.status} ${error.scimType ?? ''}`.trim();
      return { is: 'refused', error: words, conflicts: conflict ? [conflict.kind] : [], events: [] };
    }
    case 'unchanged':
      return { is: 'unchanged', user: decision.answer.id, conflicts: [], events: [] };
    case 'change':
      return outcomeOfChange(decision.change);
  }
}

export function outcomeOfChange(change: Change): Outcome {
  const { id, email, status } = personAfter(change);
  return {
    is: 'change',
    user: change.answer.id,
    person: id,
    email,
    status,
    conflicts: change.conflicts.map(({ kind }) => kind),
    events: change.events.map(({ type }) => type),
  };
}

/** The person of the answer as they are once the change is made, or any other by their id. */
export function personAfter({ answer, people, decidedOn }: Change, id = answer.directoryUserId): Person {
  const written = people.map(({ person }) => person);
  const found = [...written, ...decidedOn].find((person) => person.id === id);
  if (!found) throw new Error(`The change does not concern ${id}.`);
  return found;
}

export function changeOf(decision: Decision): Change {
  if (decision.kind !== 'change') throw new Error(`The decision is no change but ${decision.kind}.`);
  return decision.change;
}

/** All sentences of a change's events. */
export function warningsOf({ events }: Change): readonly string[] {
  return events.flatMap(({ warnings = [] }) => warnings);
}
