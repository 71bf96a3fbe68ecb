import type { EntityManager } from 'typeorm';
import { HIDDEN_MEMBERSHIPS_MS, PENDING_MEMBER_MS } from '../memberships/membership-limits.js';
import type { MaintenanceAct } from './maintenance-act.js';

/** Rows that are removed by one statement. */
const BATCH = 10_000;

/** Pending members whom nobody turned out to be lapse; so do the memberships of users who were deleted long ago. */
export const lapseMembers: MaintenanceAct = {
  name: 'members',
  at: '0 15 * * * *',
  async run(manager, now) {
    await manager.query('DELETE FROM inbound_scim.pending_member WHERE since < $1', [before(now, PENDING_MEMBER_MS)]);
    while ((await forgetHidden(manager, before(now, HIDDEN_MEMBERSHIPS_MS))) === BATCH);
  },
};

function before(now: Date, ms: number): Date {
  return new Date(now.getTime() - ms);
}

async function forgetHidden(manager: EntityManager, deletedBefore: Date): Promise<number> {
  const rows = await manager.query<readonly { forgotten: number }[]>(FORGET_HIDDEN, [deletedBefore, BATCH]);
  return rows[0]?.forgotten ?? 0;
}

/** The users are held meanwhile: one who is just being revived is left alone. */
const FORGET_HIDDEN = `
  WITH hidden AS (
    SELECT m.tenant_id, m.group_id, m.member_id
    FROM inbound_scim.scim_user u JOIN inbound_scim.membership m ON m.tenant_id = u.tenant_id AND m.member_id = u.id
    WHERE u.deleted_at < $1 LIMIT $2 FOR SHARE OF u SKIP LOCKED
  ), forgotten AS (
    DELETE FROM inbound_scim.membership m USING hidden
    WHERE m.tenant_id = hidden.tenant_id AND m.group_id = hidden.group_id AND m.member_id = hidden.member_id
    RETURNING 1
  )
  SELECT count(*)::integer AS forgotten FROM forgotten`;
