import type { MaintenanceAct } from './maintenance-act.js';

/** Months that have a partition of the event log before they begin. */
const MONTHS_AHEAD = 3;

/** Makes the partitions of the event log ahead of time. A month that was missed all the same goes to the default partition. */
export const prepareMonths: MaintenanceAct = {
  name: 'audit months',
  at: '0 5 * * * *',
  async run(manager, now) {
    await manager.query(PREPARE, [now, MONTHS_AHEAD]);
  },
};

const PREPARE = `
  SELECT inbound_scim.prepare_audit_month((date_trunc('month', $1::timestamptz AT TIME ZONE 'UTC') + n * interval '1 month')::date)
  FROM generate_series(0, $2::int) AS n`;
