import { AuditSealer } from '../../src/audit/audit-sealer.js';
import type { TestApp } from './test-app.js';

/**
 * Seals what has been written by now. Only what is older than every open transaction of the whole server is final, and specs that run beside
 * this one share the server: so theirs are waited for, and those of one's own database are not.
 */
export async function seal({ app, database }: TestApp): Promise<void> {
  for (;;) {
    const [{ older }] = await database.query(OLDER);
    if (older === 0) break;
  }
  await app.get(AuditSealer, { strict: false }).seal();
}

const OLDER = `
  SELECT count(*)::int AS older FROM pg_stat_activity
  WHERE datname <> current_database()
    AND backend_xid::text::bigint <= (SELECT max(tx::text::numeric) FROM inbound_scim.audit_event WHERE tx::text::numeric < 4000000000)`;
