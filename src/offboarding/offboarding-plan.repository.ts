import { Injectable } from '@nestjs/common';
import type { Row, Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { OffboardingPlan } from './offboarding-plan.js';

type Counts = Omit<OffboardingPlan, 'identityProviderId' | 'name' | 'run'>;

/** Counts what a connection has brought. */
@Injectable()
export class OffboardingPlanRepository {
  async count(tx: Transaction, identityProviderId: string, at: Date): Promise<Counts> {
    const values = await tx.query<ValuesRow>(VALUES, [tx.tenantId, identityProviderId]);
    const [counts] = await tx.query<CountsRow>(COUNTS, [tx.tenantId, identityProviderId, at]);
    if (!counts) throw new Error('An aggregate has a row.');
    return { ...counts, mirroredValues: Object.fromEntries(values.map(({ key, count }) => [key, count])) };
  }
}

interface CountsRow extends Omit<Counts, 'mirroredValues'> {
  readonly [column: string]: unknown;
}

interface ValuesRow extends Row {
  readonly key: string;
  readonly count: number;
}

const PEOPLE = `SELECT directory_user_id AS id, count(*) AS received FROM inbound_scim.scim_user
  WHERE tenant_id = $1 AND identity_provider_id = $2 GROUP BY directory_user_id`;

const COUNTS: Statement = {
  name: 'offboarding-plan-counts',
  text: `WITH known AS (${PEOPLE}), people AS (
      SELECT p.status, p.protected, known.received, NOT EXISTS (SELECT FROM inbound_scim.scim_user u
        WHERE u.tenant_id = $1 AND u.directory_user_id = p.id AND u.identity_provider_id <> $2) AS alone
      FROM known JOIN inbound_scim.directory_user p ON p.tenant_id = $1 AND p.id = known.id
    )
    SELECT coalesce(sum(received), 0)::int AS "receivedUsers", count(*)::int AS users,
      count(*) FILTER (WHERE alone)::int AS "usersKnownOnlyHere",
      count(*) FILTER (WHERE alone AND status = 'active' AND NOT protected)::int AS "usersToDeactivate",
      (SELECT count(*)::int FROM inbound_scim.scim_group WHERE tenant_id = $1 AND identity_provider_id = $2) AS groups,
      (SELECT count(*)::int FROM inbound_scim.conflict WHERE tenant_id = $1 AND identity_provider_id = $2 AND state = 'open')
        AS "openConflicts",
      (SELECT count(*)::int FROM inbound_scim.token WHERE tenant_id = $1 AND identity_provider_id = $2 AND revoked_at IS NULL
        AND (expires_at IS NULL OR expires_at > $3)) AS "liveTokens"
    FROM people`,
};

const VALUES: Statement = {
  name: 'offboarding-plan-values',
  text: `WITH known AS (${PEOPLE})
    SELECT field.key, count(*)::int AS count FROM known JOIN inbound_scim.directory_user p ON p.tenant_id = $1 AND p.id = known.id
      CROSS JOIN LATERAL jsonb_each(p.attributes) AS field
    WHERE field.value ->> 'identityProviderId' = $2::text GROUP BY field.key ORDER BY field.key`,
};
