import { MAX_REFUSAL_DAYS } from '../tokens/write-refusals.js';
import type { MaintenanceAct } from './maintenance-act.js';

/** Conflicts whose cause is gone are shown for so long; those that an administrator has settled stay, since they decide what comes. */
export const CLOSED_CONFLICT_DAYS = 400;

const DAY_MS = 24 * 60 * 60 * 1000;

/** What was only to be shown, and nobody needs any more. */
export const forgetOld: MaintenanceAct = {
  name: 'refusals and conflicts',
  at: '0 35 * * * *',
  async run(manager, now) {
    await manager.query(FORGET_REFUSALS, [daysBefore(now, MAX_REFUSAL_DAYS)]);
    await manager.query(FORGET_CONFLICTS, [daysBefore(now, CLOSED_CONFLICT_DAYS)]);
  },
};

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}

const FORGET_REFUSALS = 'DELETE FROM inbound_scim.refusal WHERE last_seen_at < $1';
const FORGET_CONFLICTS = `DELETE FROM inbound_scim.conflict WHERE state = 'closed' AND resolved_at < $1`;
