import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import { ScimError } from '../kernel/error/scim-error.js';
import type { UniqueValue } from '../kernel/resource/unique-values.js';

/** Whose values they are. */
export interface Claimant {
  readonly kind: 'user' | 'group';
  readonly id: string;
  readonly identityProviderId: string;
}

/** Another resource has a value that is to be one's own: the transaction that finds out must not commit. */
export class TakenValue extends Error {
  constructor(readonly refusal: ScimError) {
    super(refusal.message);
  }
}

/**
 * Leaves a resource with exactly these values for itself. Two that want the same value wait for each other: the second finds it taken.
 *
 * @throws TakenValue
 */
export async function claimUnique(tx: Transaction, claimant: Claimant, values: readonly UniqueValue[]): Promise<void> {
  const parameters = [
    tx.tenantId,
    claimant.identityProviderId,
    claimant.id,
    values.map(({ attribute }) => attribute),
    values.map(({ value }) => JSON.stringify(value)),
    values.map(({ caseExact }) => caseExact),
  ];
  await tx.query(CLAIM, parameters);
  if (values.length === 0) return;
  const [taken] = await tx.query<{ attribute: string }>(TAKEN, parameters);
  if (taken) throw new TakenValue(takenBy(claimant, taken.attribute));
}

function takenBy({ kind }: Claimant, attribute: string): ScimError {
  return ScimError.uniqueness(`The value of ${attribute} is taken by another ${kind} of this identity provider.`);
}

const WANTED = `wanted AS (
    SELECT DISTINCT attribute, inbound_scim.unique_key(value, case_exact) AS value_key
    FROM unnest($4::text[], $5::jsonb[], $6::boolean[]) AS wanted(attribute, value, case_exact)
  )`;

/** In one order, so that two that claim several of the same values do not wait for each other in a circle. */
const CLAIM: Statement = {
  name: 'unique-claim',
  text: `WITH ${WANTED}, freed AS (
    DELETE FROM inbound_scim.unique_value v WHERE v.tenant_id = $1 AND v.resource_id = $3
      AND NOT EXISTS (SELECT FROM wanted WHERE wanted.attribute = v.attribute AND wanted.value_key = v.value_key)
  )
  INSERT INTO inbound_scim.unique_value (tenant_id, identity_provider_id, attribute, value_key, resource_id)
  SELECT $1, $2, attribute, value_key, $3 FROM wanted ORDER BY attribute, value_key ON CONFLICT DO NOTHING`,
};

const TAKEN: Statement = {
  name: 'unique-taken',
  text: `WITH ${WANTED}
  SELECT v.attribute FROM wanted JOIN inbound_scim.unique_value v
    ON v.tenant_id = $1 AND v.identity_provider_id = $2 AND v.attribute = wanted.attribute AND v.value_key = wanted.value_key
  WHERE v.resource_id <> $3 ORDER BY v.attribute LIMIT 1`,
};
