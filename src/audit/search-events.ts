import type { PageRequest } from '../admin/page.js';
import type { Statement } from '../database/statement.js';
import type { AuditEventType } from './audit-event.js';

/** What is wanted of the event log; every given condition holds. */
export interface EventFilter {
  readonly identityProviderId?: string;
  /** One of them. */
  readonly types?: readonly AuditEventType[];
  readonly targetId?: string;
  /** Id or name of a token, an admin key or a host. */
  readonly actor?: string;
  /** The first moment, and the first one that is too late. */
  readonly from?: Date;
  readonly to?: Date;
}

export type EventOrder = 'newest first' | 'oldest first';

interface Condition {
  readonly text: (parameter: string) => string;
  readonly value: unknown;
}

/**
 * The search as one statement. Its text is decided by which conditions are there, and so is its name: PostgreSQL keeps one
 * plan for each combination, each with the index that fits it.
 */
export function searchStatement(
  tenantId: string,
  filter: EventFilter,
  { limit, after }: PageRequest,
  order: EventOrder = 'newest first',
): {
  readonly statement: Statement;
  readonly values: readonly unknown[];
} {
  const { prefix, comes, direction } = ORDERS[order];
  const given = Object.entries(conditionsOf(filter, after, comes)).filter(([, { value }]) => value !== undefined);
  const where = given.map(([, { text }], index) => ` AND ${text(`$${index + 3}`)}`).join('');
  const inOrder = ` ORDER BY event.occurred_at ${direction}, event.id ${direction} LIMIT $2`;
  return {
    statement: { name: [prefix, ...given.map(([name]) => name)].join('-'), text: `${SELECT}${where}${inOrder}` },
    values: [tenantId, limit, ...given.map(([, { value }]) => value)],
  };
}

const SELECT = `
  SELECT event.tenant_id, event.id, event.occurred_at, event.type, event.identity_provider_id, event.actor_kind, event.actor_id,
    event.actor_name, event.target_kind, event.target_id, event.request_id, event.changes, event.warnings, detail.detail
  FROM inbound_scim.audit_event AS event LEFT JOIN inbound_scim.audit_detail AS detail
    ON detail.tenant_id = event.tenant_id AND detail.occurred_at = event.occurred_at AND detail.event_id = event.id
  WHERE event.tenant_id = $1`;

/** How a row that comes after another compares to it. */
const ORDERS = {
  'newest first': { prefix: 'audit-search', comes: '<', direction: 'DESC' },
  'oldest first': { prefix: 'audit-export', comes: '>', direction: 'ASC' },
} as const;

function conditionsOf(
  filter: EventFilter,
  after: PageRequest['after'],
  comes: '<' | '>',
): Readonly<Record<string, Condition>> {
  return {
    idp: { text: (p) => `event.identity_provider_id = ${p}::uuid`, value: filter.identityProviderId },
    type: { text: (p) => `event.type = ANY (${p}::text[])`, value: filter.types },
    target: { text: (p) => `event.target_id = ${p}`, value: filter.targetId },
    actor: { text: (p) => `(event.actor_id::text = lower(${p}) OR event.actor_name = ${p})`, value: filter.actor },
    from: { text: (p) => `event.occurred_at >= ${p}::timestamptz`, value: filter.from },
    to: { text: (p) => `event.occurred_at < ${p}::timestamptz`, value: filter.to },
    // A comparison of rows, so that the index is entered where the page before ended.
    after: {
      text: (p) => `(event.occurred_at, event.id) ${comes} ((${p}::text[])[1]::timestamptz, (${p}::text[])[2]::uuid)`,
      value: after,
    },
  };
}
