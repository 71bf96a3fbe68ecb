import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { AuditEvent } from '../audit/audit-event.js';
import type { Row, Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { ConflictDraft } from './conflict.js';

/** Whom a change was about, as far as conflicts may be over by it. */
export interface Settled {
  readonly id: string;
  readonly externalId: string | null;
  readonly lastModified: Date;
  /** The address a user claims now; a claim for another one is withdrawn. */
  readonly emailKey?: string;
}

/** A conflict, as far as it tells what stands open. */
export interface OpenConflict extends Row {
  readonly id: string;
  readonly kind: string;
  readonly attribute: string;
}

/** Keeps conflicts: one open row a kind and pair, with a count. Answers the events that tell of them. */
@Injectable()
export class ConflictRepository {
  /** Two statements at most a conflict; the same pair again only counts up. */
  async record(
    tx: Transaction,
    identityProviderId: string,
    drafts: readonly ConflictDraft[],
    at: Date,
  ): Promise<AuditEvent[]> {
    const events: AuditEvent[] = [];
    for (const draft of drafts) {
      const { kind, attribute, pairKey, incoming, existing } = draft;
      const values = [tx.tenantId, uuidv7(), identityProviderId, kind, attribute, pairKey, incoming, existing, at];
      const [row] = await tx.query<{ id: string }>(RECORD, values);
      if (row) events.push(detected(row.id, identityProviderId, draft));
    }
    return events;
  }

  /** Closes the open conflicts about this user whose cause is gone. One statement. */
  async close(tx: Transaction, identityProviderId: string, user: Settled): Promise<AuditEvent[]> {
    return closeBy(CLOSE, tx, identityProviderId, user, [user.emailKey ?? null]);
  }

  /** Those that a person, or a resource of theirs, is a party of. */
  async openOf(tx: Transaction, personId: string, userIds: readonly string[]): Promise<OpenConflict[]> {
    return tx.query<OpenConflict>(OPEN_OF, [tx.tenantId, personId, userIds]);
  }

  /** What was said in vain of a protected person is over when they are protected no longer, or kept out by an administrator. */
  async closeOfLeaver(tx: Transaction, personId: string, at: Date): Promise<AuditEvent[]> {
    return closedEvents(await tx.query<ClosedRow>(CLOSE_OF_LEAVER, [tx.tenantId, personId, at]));
  }

  /** The same of the key of a group that is protected no longer. */
  async closeOfProtection(tx: Transaction, groupId: string, at: Date): Promise<AuditEvent[]> {
    return closedEvents(await tx.query<ClosedRow>(CLOSE_OF_PROTECTION, [tx.tenantId, groupId, at]));
  }

  /** The same for a group, after it was written or deleted. */
  async closeOfGroup(tx: Transaction, identityProviderId: string, group: Settled): Promise<AuditEvent[]> {
    return closeBy(CLOSE_OF_GROUP, tx, identityProviderId, group);
  }
}

async function closeBy(
  statement: Statement,
  tx: Transaction,
  identityProviderId: string,
  { id, externalId, lastModified }: Settled,
  more: readonly unknown[] = [],
): Promise<AuditEvent[]> {
  const values = [tx.tenantId, identityProviderId, id, externalId, lastModified, ...more];
  return closedEvents(await tx.query<ClosedRow>(statement, values));
}

interface ClosedRow extends Row {
  readonly id: string;
  readonly identity_provider_id: string;
  readonly attribute: string;
}

function closedEvents(rows: readonly ClosedRow[]): AuditEvent[] {
  return rows.map(({ id, identity_provider_id: identityProviderId, attribute }) => ({
    type: 'scim_conflict_closed',
    identityProviderId,
    target: { kind: 'conflict', id },
    changes: [attribute],
  }));
}

function detected(
  id: string,
  identityProviderId: string,
  { attribute, incoming, existing }: ConflictDraft,
): AuditEvent {
  const name = incoming.userName ?? incoming.displayName;
  return {
    type: 'scim_conflict_detected',
    identityProviderId,
    target: {
      kind: 'conflict',
      id,
      ...(name !== undefined && { name }),
      ...(incoming.externalId !== undefined && { externalId: incoming.externalId }),
      ...(existing.directoryUserId !== undefined && { directoryUserId: existing.directoryUserId }),
    },
    changes: [attribute],
  };
}

const RECORD: Statement = {
  name: 'conflict-record',
  text: `INSERT INTO inbound_scim.conflict AS c (tenant_id, id, identity_provider_id, kind, attribute, pair_key, incoming, existing, state,
      occurrences, first_seen_at, last_seen_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', 1, $9, $9)
    ON CONFLICT (tenant_id, identity_provider_id, kind, pair_key) WHERE state = 'open'
    DO UPDATE SET occurrences = c.occurrences + 1, last_seen_at = excluded.last_seen_at, incoming = excluded.incoming,
      existing = excluded.existing
    RETURNING id`,
};

/**
 * A clash of names is over when the holder is gone or no longer has the name, or when the pushed object has come in under another; a
 * clash about an address when the newcomer is gone, has one, or claims it no longer; a protected leaver's when they are active again. A hand-over is
 * a notice, which an administrator dismisses.
 */
const CLOSE: Statement = {
  name: 'conflict-close',
  text: `UPDATE inbound_scim.conflict c SET state = 'closed', resolved_at = $5
    WHERE c.tenant_id = $1 AND c.identity_provider_id = $2 AND c.state = 'open'
      AND (c.existing ->> 'scimUserId' = $3::text OR c.incoming ->> 'scimUserId' = $3::text OR c.incoming ->> 'externalId' = $4)
      AND NOT c.existing ? 'scimGroupId'
      AND CASE
        WHEN c.kind IN ('userName', 'externalId') THEN c.incoming ->> 'externalId' = $4 AND c.existing ->> 'scimUserId' <> $3::text
          OR NOT EXISTS (SELECT FROM inbound_scim.scim_user u WHERE u.tenant_id = $1 AND u.identity_provider_id = $2 AND u.id = (c.existing ->> 'scimUserId')::uuid
            AND u.deleted_at IS NULL AND CASE c.kind WHEN 'userName' THEN u.user_name_key = c.pair_key::jsonb ->> 1
              ELSE u.external_id = c.pair_key::jsonb ->> 2 END)
        WHEN c.kind IN ('email', 'email_taken', 'email_reserved') THEN
          c.incoming ->> 'scimUserId' = $3::text AND c.pair_key::jsonb ->> 1 IS DISTINCT FROM $6 OR NOT EXISTS (SELECT FROM inbound_scim.scim_user u JOIN inbound_scim.directory_user p
              ON p.tenant_id = u.tenant_id AND p.id = u.directory_user_id
            WHERE u.tenant_id = $1 AND u.identity_provider_id = $2 AND u.id = (c.incoming ->> 'scimUserId')::uuid AND u.deleted_at IS NULL AND p.email_key IS NULL)
        WHEN c.kind = 'protected_leaver' THEN
          EXISTS (SELECT FROM inbound_scim.scim_user u WHERE u.tenant_id = $1 AND u.identity_provider_id = $2 AND u.id = (c.incoming ->> 'scimUserId')::uuid
            AND u.deleted_at IS NULL AND u.active)
        ELSE false
      END
    RETURNING c.id, c.identity_provider_id, c.attribute`,
};

const CLOSE_OF_GROUP: Statement = {
  name: 'conflict-close-of-group',
  text: `UPDATE inbound_scim.conflict c SET state = 'closed', resolved_at = $5
    WHERE c.tenant_id = $1 AND c.identity_provider_id = $2 AND c.state = 'open' AND c.kind <> 'protected_group'
      AND c.existing ? 'scimGroupId' AND (c.existing ->> 'scimGroupId' = $3::text OR c.incoming ->> 'externalId' = $4)
      AND (c.incoming ->> 'externalId' = $4 AND c.existing ->> 'scimGroupId' <> $3::text
        OR NOT EXISTS (SELECT FROM inbound_scim.scim_group g WHERE g.tenant_id = $1 AND g.id = (c.existing ->> 'scimGroupId')::uuid
          AND CASE c.kind WHEN 'displayName' THEN g.display_name_key = c.pair_key::jsonb ->> 1
            ELSE g.external_id = c.pair_key::jsonb ->> 2 END))
    RETURNING c.id, c.identity_provider_id, c.attribute`,
};

const OPEN_OF: Statement = {
  name: 'conflict-open-of-person',
  text: `SELECT c.id, c.kind, c.attribute FROM inbound_scim.conflict c WHERE c.tenant_id = $1 AND c.state = 'open'
      AND ($2::text IN (c.existing ->> 'directoryUserId', c.incoming ->> 'directoryUserId')
        OR c.existing ->> 'scimUserId' = ANY ($3::text[]) OR c.incoming ->> 'scimUserId' = ANY ($3::text[]))
    ORDER BY c.first_seen_at, c.id`,
};

const CLOSE_OF_LEAVER: Statement = {
  name: 'conflict-close-of-leaver',
  text: `UPDATE inbound_scim.conflict c SET state = 'closed', resolved_at = $3
    FROM inbound_scim.directory_user p
    WHERE c.tenant_id = $1 AND c.state = 'open' AND c.kind = 'protected_leaver' AND c.existing ->> 'directoryUserId' = $2::text
      AND p.tenant_id = $1 AND p.id = $2::uuid AND (NOT p.protected OR p.deactivated_by_administrator)
    RETURNING c.id, c.identity_provider_id, c.attribute`,
};

const CLOSE_OF_PROTECTION: Statement = {
  name: 'conflict-close-of-protection',
  text: `UPDATE inbound_scim.conflict c SET state = 'closed', resolved_at = $3
    WHERE c.tenant_id = $1 AND c.state = 'open' AND c.kind = 'protected_group' AND c.existing ->> 'scimGroupId' = $2::text
    RETURNING c.id, c.identity_provider_id, c.attribute`,
};
