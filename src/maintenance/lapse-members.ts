import { HIDDEN_MEMBERSHIPS_MS, PENDING_MEMBER_MS } from '../memberships/membership-limits.js';
import type { MaintenanceAct } from './maintenance-act.js';

/** Pending members whom nobody turned out to be lapse; so do the memberships of users who were deleted long ago. */
export const lapseMembers: MaintenanceAct = {
  name: 'members',
  at: '0 15 * * * *',
  async run(manager, now) {
    await manager.query('DELETE FROM inbound_scim.pending_member WHERE since < $1', [before(now, PENDING_MEMBER_MS)]);
    await manager.query(FORGET_HIDDEN, [before(now, HIDDEN_MEMBERSHIPS_MS)]);
  },
};

function before(now: Date, ms: number): Date {
  return new Date(now.getTime() - ms);
}

const FORGET_HIDDEN = `
  DELETE FROM inbound_scim.membership m USING inbound_scim.scim_user u
  WHERE u.tenant_id = m.tenant_id AND u.id = m.member_id AND u.deleted_at < $1`;
