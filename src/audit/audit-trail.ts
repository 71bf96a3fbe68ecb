import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Row, Statement } from '../database/statement.js';
import type { Actor } from '../scim-context.js';
import type { AuditEventType } from './audit-event.js';

/** An event, as far as it tells who did something and when. */
export interface Trace {
  readonly id: string;
  readonly type: AuditEventType;
  readonly occurredAt: Date;
  readonly identityProviderId: string | null;
  readonly actor: Actor;
  readonly requestId: string;
}

/** A trace, and what of its target it changed. */
export interface NamingTrace extends Trace {
  readonly name: string;
}

/** Under this name stand the events whose very type says that somebody's standing changed. */
export const STANDING = 'status';

const OF_STANDING: readonly AuditEventType[] = [
  'scim_user_received',
  'scim_user_deactivated',
  'scim_user_reactivated',
  'scim_user_deleted',
  'scim_user_retired',
  'scim_user_revived',
  'scim_user_merged',
  'scim_user_handed_over',
  'directory_user_created',
  'directory_user_deactivated',
  'directory_user_reactivated',
];

/** Who changed what last, as the event log tells it. */
@Injectable()
export class AuditTrail {
  constructor(private readonly database: Database) {}

  /** For each name, and each identity provider, the last event about one of the targets that names it; newest first. */
  async lastNaming(tenantId: string, targetIds: readonly string[], names: readonly string[]): Promise<NamingTrace[]> {
    const values = [tenantId, targetIds, names, OF_STANDING, STANDING];
    return (await this.database.query<NamingRow>(tenantId, LAST_NAMING, values)).map((row) => ({
      ...traceOf(row),
      name: row.name,
    }));
  }

  /** When each of these attributes was filled in for everybody at once, oldest first; the target is the key. */
  async backfills(tenantId: string, keys: readonly string[]): Promise<NamingTrace[]> {
    return (await this.database.query<NamingRow>(tenantId, BACKFILLS, [tenantId, keys])).map((row) => ({
      ...traceOf(row),
      name: row.name,
    }));
  }
}

interface TraceRow extends Row {
  readonly id: string;
  readonly type: AuditEventType;
  readonly occurred_at: Date;
  readonly identity_provider_id: string | null;
  readonly actor_kind: Actor['kind'];
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly request_id: string;
}

interface NamingRow extends TraceRow {
  readonly name: string;
}

function traceOf(row: TraceRow): Trace {
  return {
    id: row.id,
    type: row.type,
    occurredAt: row.occurred_at,
    identityProviderId: row.identity_provider_id,
    actor: { kind: row.actor_kind, id: row.actor_id ?? undefined, name: row.actor_name },
    requestId: row.request_id,
  };
}

const COLUMNS =
  'event.id, event.type, event.occurred_at, event.identity_provider_id, event.actor_kind, event.actor_id, event.actor_name, event.request_id';

const LAST_NAMING: Statement = {
  name: 'audit-last-naming',
  text: `SELECT * FROM (
      SELECT DISTINCT ON (told.name, event.identity_provider_id) ${COLUMNS}, told.name
      FROM inbound_scim.audit_event AS event CROSS JOIN LATERAL (
        SELECT json_array_elements_text(event.changes) AS name UNION SELECT $5 WHERE event.type = ANY ($4::text[])
      ) AS told
      WHERE event.tenant_id = $1 AND event.target_id = ANY ($2::text[]) AND told.name = ANY ($3::text[])
      ORDER BY told.name, event.identity_provider_id, event.occurred_at DESC, event.id DESC
    ) AS last ORDER BY last.occurred_at DESC, last.id DESC`,
};

const BACKFILLS: Statement = {
  name: 'audit-backfills',
  text: `SELECT ${COLUMNS}, event.target_id AS name FROM inbound_scim.audit_event AS event
    WHERE event.tenant_id = $1 AND event.target_id = ANY ($2::text[]) AND event.type = 'attribute_backfilled'
    ORDER BY event.occurred_at, event.id`,
};
