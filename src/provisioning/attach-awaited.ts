import type { AuditEvent } from '../audit/audit-event.js';
import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import { isLasting } from '../directory/lasting-key.js';
import type { Known } from '../memberships/decide-members.js';
import type { ScimContext } from '../scim-context.js';

/** A user or group that is here now. */
export interface Arrival extends Known {
  readonly externalId: string | null;
  readonly lastModified: Date;
}

/** Groups that waited for this id or lasting key get their member, in the transaction that brings it; answers the events. */
export async function attachAwaited(tx: Transaction, ctx: ScimContext, arrival: Arrival): Promise<AuditEvent[]> {
  const { id, externalId, kind, lastModified } = arrival;
  const keys = [id, ...(isLasting(externalId, ctx.connection) ? [externalId] : [])];
  const [row] = await tx.query<{ awaited: boolean }>(AWAITED, [tx.tenantId, ctx.connection.id, keys]);
  if (!row?.awaited) return [];
  const groups = await tx.query<GroupRow>(ATTACH, [tx.tenantId, ctx.connection.id, keys, id, lastModified, kind]);
  return groups.map((group) => memberEvent('scim_group_member_added', ctx, arrival, group));
}

export interface GroupRow extends Record<string, unknown> {
  readonly group_id: string;
  readonly display_name: string | null;
}

export function memberEvent(
  type: 'scim_group_member_added' | 'scim_group_member_removed',
  ctx: ScimContext,
  { id, kind }: Known,
  { group_id, display_name }: GroupRow,
): AuditEvent {
  return {
    type,
    identityProviderId: ctx.connection.id,
    target: { kind: 'scim_group', id: group_id, ...(display_name !== null && { name: display_name }) },
    changes: ['members'],
    member: { kind, id },
  };
}

const AWAITED: Statement = {
  name: 'change-awaited',
  text: 'SELECT inbound_scim.is_awaited($1, $2, $3) AS awaited',
};

const ATTACH: Statement = {
  name: 'change-attach',
  text: `WITH awaited AS (
    DELETE FROM inbound_scim.pending_member WHERE tenant_id = $1 AND identity_provider_id = $2 AND value = ANY ($3::text[]) RETURNING group_id
  ), joined AS (
    INSERT INTO inbound_scim.membership (tenant_id, group_id, member_id, kind, created_at)
    SELECT DISTINCT $1::uuid, group_id, $4::uuid, $6::text, $5::timestamptz FROM awaited ON CONFLICT DO NOTHING RETURNING group_id
  )
  UPDATE inbound_scim.scim_group g SET version = g.version + 1, last_modified = $5 FROM joined
  WHERE g.tenant_id = $1 AND g.id = joined.group_id RETURNING g.id AS group_id, g.resource ->> 'displayName' AS display_name`,
};
