import type { Database } from '../database/database.js';
import type { Row, Statement } from '../database/statement.js';
import type { TenantConfig } from '../tenants/tenant-config.js';
import { isLasting } from './lasting-key.js';
import type { CanonicalValue } from './person.js';

/**
 * Whom the value of a `reference` (`manager`) means: an administrator's is a directory user's id; a received one is the SCIM id, or the
 * lasting `externalId`, of a user of the same connection, who may have come later. One statement for any number.
 *
 * @returns the ids of the directory users that are here, by value
 */
export async function resolveReferences(
  database: Database,
  config: TenantConfig,
  references: readonly CanonicalValue[],
): Promise<ReadonlyMap<CanonicalValue, string>> {
  if (references.length === 0) return new Map();
  const sought = references.map((reference) => seek(reference, config));
  const columns = (['person', 'connection', 'id', 'key'] as const).map((name) => sought.map((one) => one[name]));
  const rows = await database.query<FoundRow>(config.tenantId, RESOLVE, [config.tenantId, ...columns]);
  const found = new Map<CanonicalValue, string>();
  for (const { n, directory_user_id } of rows) {
    const reference = references[Number(n) - 1];
    if (reference) found.set(reference, directory_user_id);
  }
  return found;
}

interface FoundRow extends Row {
  readonly n: string;
  readonly directory_user_id: string;
}

function seek({ value, provenance, identityProviderId }: CanonicalValue, { connections }: TenantConfig) {
  const text = String(value);
  const id = UUID.test(text) ? text : null;
  const nothing = { person: null, connection: null, id: null, key: null };
  if (provenance !== 'identity_provider') return { ...nothing, person: id };
  const connection = connections.find((one) => one.id === identityProviderId);
  if (!connection) return nothing;
  return { person: null, connection: connection.id, id, key: isLasting(text, connection) ? text : null };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id means its owner even where they are deleted; a key means whoever has it now. */
const RESOLVE: Statement = {
  name: 'people-resolve-references',
  text: `WITH sought AS (
    SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) WITH ORDINALITY AS sought(person, connection, id, key, n)
  )
  SELECT sought.n, p.id AS directory_user_id FROM sought JOIN inbound_scim.directory_user p ON p.tenant_id = $1 AND p.id = sought.person
  UNION ALL SELECT sought.n, u.directory_user_id FROM sought JOIN inbound_scim.scim_user u
    ON u.tenant_id = $1 AND u.id = sought.id AND u.identity_provider_id = sought.connection
  UNION ALL SELECT sought.n, u.directory_user_id FROM sought JOIN inbound_scim.scim_user u
    ON u.tenant_id = $1 AND u.identity_provider_id = sought.connection AND u.external_id = sought.key AND u.deleted_at IS NULL`,
};
