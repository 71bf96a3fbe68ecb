import { Injectable } from '@nestjs/common';
import { type EventRow, type RecordedEvent, recordedEvent } from '../audit/recorded-event.js';
import type { Row, Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { ConflictParty } from '../directory/conflict.js';
import type { PersonWithResources } from '../directory/person.js';
import { DirectoryHooks } from '../hooks/directory-hooks.service.js';
import type { Origin } from '../scim-context.js';
import { toUser, USER_COLUMNS, type UserRow } from '../scim-users/user-row.js';
import type { StoredUser } from '../scim-users/stored-user.js';

/** By what a person is known in other tables. */
export interface PersonNames {
  readonly id: string;
  /** Of their resources. */
  readonly userIds: readonly string[];
  /** Their lasting keys: those that are nobody else's, ever. */
  readonly keys: readonly string[];
}

export interface MembershipRecord {
  readonly groupId: string;
  readonly displayName: string | null;
  readonly scimUserId: string;
  readonly since: Date;
}

export interface PendingRecord {
  readonly groupId: string;
  readonly value: string;
  readonly since: Date;
}

export interface ConflictRecord {
  readonly id: string;
  readonly kind: string;
  readonly attribute: string;
  readonly state: string;
  readonly incoming: ConflictParty;
  readonly existing: ConflictParty;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}

/** Where an event stands in the log. */
export interface EventKey {
  readonly id: string;
  readonly at: string;
}

/** All that is kept about a person beside their own row: to be shown, or to be erased. For the owner's connection. */
@Injectable()
export class PersonRecordsRepository {
  constructor(private readonly hooks: DirectoryHooks) {}

  async users(tx: Transaction, { id }: PersonNames): Promise<StoredUser[]> {
    return (await tx.query<UserRow>(USERS, [tx.tenantId, id])).map(toUser);
  }

  async memberships(tx: Transaction, { userIds }: PersonNames): Promise<MembershipRecord[]> {
    return tx.query<MembershipRecord & Row>(MEMBERSHIPS, [tx.tenantId, userIds]);
  }

  /** Places in groups that wait for the person. */
  async pending(tx: Transaction, { userIds, keys }: PersonNames): Promise<PendingRecord[]> {
    return tx.query<PendingRecord & Row>(PENDING, [tx.tenantId, [...userIds, ...keys]]);
  }

  async conflicts(tx: Transaction, { id, userIds, keys }: PersonNames): Promise<ConflictRecord[]> {
    return tx.query<ConflictRecord & Row>(CONFLICTS, [tx.tenantId, id, userIds, keys]);
  }

  /** The events that are about the person, or name them, oldest first. Reads the log of the whole tenant. */
  async eventKeys(tx: Transaction, names: PersonNames, conflictIds: readonly string[]): Promise<EventKey[]> {
    return tx.query<EventKey & Row>(EVENT_KEYS, aboutValues(tx, names, conflictIds));
  }

  async events(tx: Transaction, keys: readonly EventKey[]): Promise<RecordedEvent[]> {
    const values = [tx.tenantId, keys.map(({ at }) => at), keys.map(({ id }) => id)];
    return (await tx.query<EventRow>(EVENTS, values)).map(recordedEvent);
  }

  /**
   * All of it, and the person. Who disputes an address with them keeps that conflict, which does not tell any more who they were. Events stay,
   * without their personal words.
   */
  async erase(tx: Transaction, origin: Origin, names: PersonNames, at: Date): Promise<void> {
    const { id, userIds, keys } = names;
    const conflicts = await this.conflicts(tx, names);
    const conflictIds = conflicts.map((conflict) => conflict.id);
    await tx.query(ERASE_DETAILS, aboutValues(tx, names, conflictIds));
    const kept = await tx.query<{ id: string }>(FORGET_HOLDER, [tx.tenantId, conflictIds, id, userIds, keys]);
    const keptIds = kept.map((conflict) => conflict.id);
    await tx.query(ERASE_CONFLICTS, [tx.tenantId, conflictIds.filter((conflictId) => !keptIds.includes(conflictId))]);
    await tx.query(ERASE_MEMBERSHIPS, [tx.tenantId, userIds, at]);
    await tx.query(ERASE_PENDING, [tx.tenantId, [...userIds, ...keys]]);
    await tx.query(ERASE_UNIQUE, [tx.tenantId, userIds]);
    await tx.query(ERASE_USERS, [tx.tenantId, id]);
    const watched = await this.hooks.watch(tx, [id]);
    await tx.query(ERASE_PERSON, [tx.tenantId, id]);
    await this.hooks.tell(tx, origin, { watched });
  }
}

/** `isLasting` says which keys are nobody else's. */
export function namesOf(
  { person, resources }: PersonWithResources,
  isLasting: (externalId: string | null, identityProviderId: string) => boolean,
): PersonNames {
  const keys = resources.flatMap(({ externalId, identityProviderId }) =>
    externalId !== null && isLasting(externalId, identityProviderId) ? [externalId] : [],
  );
  return { id: person.id, userIds: resources.map(({ id }) => id), keys: [...new Set(keys)] };
}

function aboutValues(tx: Transaction, { id, userIds, keys }: PersonNames, conflictIds: readonly string[]): unknown[] {
  const words = [id, ...userIds, ...keys].map((word) => JSON.stringify(word));
  return [tx.tenantId, id, userIds, conflictIds, keys, words];
}

const USERS: Statement = {
  name: 'person-records-users',
  text: `SELECT ${USER_COLUMNS} FROM inbound_scim.scim_user u WHERE u.tenant_id = $1 AND u.directory_user_id = $2 ORDER BY u.created_at, u.id`,
};

const MEMBERSHIPS: Statement = {
  name: 'person-records-memberships',
  text: `SELECT m.group_id AS "groupId", g.resource ->> 'displayName' AS "displayName", m.member_id AS "scimUserId", m.created_at AS since
    FROM inbound_scim.membership m JOIN inbound_scim.scim_group g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
    WHERE m.tenant_id = $1 AND m.member_id = ANY ($2::uuid[]) ORDER BY m.created_at, m.group_id`,
};

const PENDING: Statement = {
  name: 'person-records-pending',
  text: `SELECT group_id AS "groupId", value, since FROM inbound_scim.pending_member
    WHERE tenant_id = $1 AND value = ANY ($2::text[]) ORDER BY since, group_id`,
};

const IS_INCOMING = `(c.incoming ->> 'directoryUserId' = $2::text OR c.incoming ->> 'scimUserId' = ANY ($3::text[])
  OR c.incoming ->> 'externalId' = ANY ($4::text[]))`;
const IS_EXISTING = `(c.existing ->> 'directoryUserId' = $2::text OR c.existing ->> 'scimUserId' = ANY ($3::text[])
  OR c.existing ->> 'externalId' = ANY ($4::text[]))`;

const CONFLICTS: Statement = {
  name: 'person-records-conflicts',
  text: `SELECT c.id, c.kind, c.attribute, c.state, c.incoming, c.existing, c.first_seen_at AS "firstSeenAt", c.last_seen_at AS "lastSeenAt"
    FROM inbound_scim.conflict c WHERE c.tenant_id = $1 AND (${IS_INCOMING} OR ${IS_EXISTING}) ORDER BY c.first_seen_at, c.id`,
};

/**
 * `about`: events whose target is the person, a resource of theirs or a conflict they are a party of, and those that name them elsewhere, as a
 * member of a group, say. A resource may have been somebody else's before (a hand-over): what is told of one who is here still, is theirs. Words are sought
 * in the text first, which costs less than to read its JSON.
 */
const ABOUT = `about AS (
    SELECT e.occurred_at, e.id FROM inbound_scim.audit_event e LEFT JOIN inbound_scim.audit_detail d
      ON d.tenant_id = e.tenant_id AND d.occurred_at = e.occurred_at AND d.event_id = e.id
    WHERE e.tenant_id = $1 AND (e.target_id = $2::text OR e.target_id = ANY ($4::text[]) OR e.target_id = ANY ($3::text[]) AND NOT EXISTS (
      SELECT FROM inbound_scim.directory_user p
      WHERE p.tenant_id = $1 AND p.id = (d.detail ->> 'directoryUserId')::uuid AND p.id <> $2::uuid))
    UNION
    SELECT d.occurred_at, d.event_id FROM inbound_scim.audit_detail d
    WHERE d.tenant_id = $1 AND EXISTS (SELECT FROM unnest($6::text[]) AS word WHERE strpos(d.detail::text, word) > 0)
      AND (d.detail ->> 'directoryUserId' = $2::text OR d.detail #>> '{member,id}' = ANY ($3::text[]) OR d.detail ->> 'externalId' = ANY ($5::text[]))
  )`;

const EVENT_KEYS: Statement = {
  name: 'person-records-event-keys',
  text: `WITH ${ABOUT} SELECT id, occurred_at::text AS at FROM about ORDER BY occurred_at, id`,
};

const EVENTS: Statement = {
  name: 'person-records-events',
  text: `SELECT event.tenant_id, event.id, event.occurred_at, event.type, event.identity_provider_id, event.actor_kind, event.actor_id,
      event.actor_name, event.target_kind, event.target_id, event.request_id, event.changes, event.warnings, detail.detail
    FROM unnest($2::timestamptz[], $3::uuid[]) AS wanted(at, id)
    JOIN inbound_scim.audit_event AS event ON event.tenant_id = $1 AND event.occurred_at = wanted.at AND event.id = wanted.id
    LEFT JOIN inbound_scim.audit_detail AS detail
      ON detail.tenant_id = $1 AND detail.occurred_at = event.occurred_at AND detail.event_id = event.id
    ORDER BY event.occurred_at, event.id`,
};

const ERASE_DETAILS: Statement = {
  name: 'person-records-erase-details',
  text: `WITH ${ABOUT} DELETE FROM inbound_scim.audit_detail d USING about
    WHERE d.tenant_id = $1 AND d.occurred_at = about.occurred_at AND d.event_id = about.id`,
};

/** Only where somebody else is held for an address: they are to be let in yet. */
const FORGET_HOLDER: Statement = {
  name: 'person-records-forget-holder',
  text: `UPDATE inbound_scim.conflict c SET existing = '{}'
    WHERE c.tenant_id = $1 AND c.id = ANY ($2::uuid[]) AND c.state = 'open' AND c.kind IN ('email', 'email_taken', 'email_reserved')
      AND (c.incoming ->> 'directoryUserId' IS DISTINCT FROM $3::text) AND NOT coalesce(c.incoming ->> 'scimUserId' = ANY ($4::text[]), false)
      AND NOT coalesce(c.incoming ->> 'externalId' = ANY ($5::text[]), false)
    RETURNING c.id`,
};

const ERASE_CONFLICTS: Statement = {
  name: 'person-records-erase-conflicts',
  text: `DELETE FROM inbound_scim.conflict WHERE tenant_id = $1 AND id = ANY ($2::uuid[])`,
};

const ERASE_MEMBERSHIPS: Statement = {
  name: 'person-records-erase-memberships',
  text: `WITH ended AS (DELETE FROM inbound_scim.membership WHERE tenant_id = $1 AND member_id = ANY ($2::uuid[]) RETURNING group_id)
    UPDATE inbound_scim.scim_group g SET version = g.version + 1, last_modified = $3
    WHERE g.tenant_id = $1 AND g.id IN (SELECT group_id FROM ended)`,
};

const ERASE_PENDING: Statement = {
  name: 'person-records-erase-pending',
  text: 'DELETE FROM inbound_scim.pending_member WHERE tenant_id = $1 AND value = ANY ($2::text[])',
};

const ERASE_UNIQUE: Statement = {
  name: 'person-records-erase-unique',
  text: 'DELETE FROM inbound_scim.unique_value WHERE tenant_id = $1 AND resource_id = ANY ($2::uuid[])',
};

const ERASE_USERS: Statement = {
  name: 'person-records-erase-users',
  text: 'DELETE FROM inbound_scim.scim_user WHERE tenant_id = $1 AND directory_user_id = $2',
};

const ERASE_PERSON: Statement = {
  name: 'person-records-erase-person',
  text: 'DELETE FROM inbound_scim.directory_user WHERE tenant_id = $1 AND id = $2',
};
