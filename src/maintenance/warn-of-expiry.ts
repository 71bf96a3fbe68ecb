import { ServiceLogger } from '../service-logger.js';
import type { MaintenanceAct } from './maintenance-act.js';

/** Tokens that end within so many days are warned of, once a day. */
export const EXPIRY_WARNING_DAYS = 14;

/** So many at a time; the first to end come first. */
const MAX_WARNINGS = 100;

const DAY_MS = 24 * 60 * 60 * 1000;

const logger = new ServiceLogger('InboundScim');

/** An identity provider whose token has ended disables nobody any more, and says so to nobody here: the log tells it before. */
export const warnOfExpiry: MaintenanceAct = {
  name: 'tokens that end soon',
  at: '0 45 7 * * *',
  async run(manager, now) {
    const until = new Date(now.getTime() + EXPIRY_WARNING_DAYS * DAY_MS);
    const rows = await manager.query<readonly EndingRow[]>(ENDING, [now, until, MAX_WARNINGS]);
    for (const { prefix, expires_at, identity_provider_id, subdomain } of rows)
      logger.warn(
        `The token ${prefix}… of identity provider ${identity_provider_id}, tenant ${subdomain}, ends at ${expires_at.toISOString()}: ` +
          'make another one and give it to the identity provider before.',
      );
  },
};

interface EndingRow {
  readonly prefix: string;
  readonly expires_at: Date;
  readonly identity_provider_id: string;
  readonly subdomain: string;
}

/** One that its identity provider has a longer-lived one beside is being replaced already. */
const ENDING = `
  SELECT k.prefix, k.expires_at, k.identity_provider_id, t.subdomain
  FROM inbound_scim.token k JOIN inbound_scim.tenant t ON t.id = k.tenant_id
  WHERE k.revoked_at IS NULL AND k.expires_at > $1 AND k.expires_at <= $2 AND NOT EXISTS (
    SELECT FROM inbound_scim.token o WHERE o.tenant_id = k.tenant_id AND o.identity_provider_id = k.identity_provider_id
      AND o.revoked_at IS NULL AND (o.expires_at IS NULL OR o.expires_at > $2) AND o.last_used_at IS NOT NULL)
  ORDER BY k.expires_at LIMIT $3`;
