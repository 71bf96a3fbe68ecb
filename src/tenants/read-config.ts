import { withCatalogue } from '../attributes/catalogue.js';
import type { AttributeSetting } from '../attributes/attribute-setting.js';
import type { Database } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import type { RateLimit } from '../inbound-scim.settings.js';
import type { Attribute } from '../kernel/schema/attribute.js';
import type { ResourceType } from '../kernel/schema/schema.js';
import { domainKey } from './domain-key.js';
import type { AddedSchema, Connection, IdentityProviderKind, TenantConfig } from './tenant-config.js';

/** One statement, so that the version and what it is the version of are of one moment. */
const READ: Statement = {
  name: 'tenant-config',
  text: `
    SELECT tenant.subdomain, tenant.config_version AS version, tenant.identity_providers_made AS made,
      (SELECT coalesce(json_agg(provider ORDER BY provider.position, provider.created_at, provider.id), '[]')
        FROM inbound_scim.identity_provider AS provider WHERE provider.tenant_id = tenant.id) AS providers,
      (SELECT coalesce(json_agg(setting ORDER BY setting.key), '[]')
        FROM inbound_scim.attribute_setting AS setting WHERE setting.tenant_id = tenant.id) AS settings,
      (SELECT coalesce(json_agg(extension ORDER BY extension.urn_key), '[]')
        FROM inbound_scim.schema_extension AS extension WHERE extension.tenant_id = tenant.id) AS extensions
    FROM inbound_scim.tenant WHERE tenant.id = $1`,
};

/** @throws Error for a tenant that does not exist */
export async function readConfig(database: Database, tenantId: string): Promise<TenantConfig> {
  const [row] = await database.query<ConfigRow>(tenantId, READ, [tenantId]);
  if (!row) throw new Error(`Tenant ${tenantId} does not exist.`);
  return {
    tenantId,
    subdomain: row.subdomain,
    version: row.version,
    connections: row.providers.map((provider) => connectionOf(provider, row.extensions)),
    hadOtherConnections: row.made > row.providers.length,
    attributes: withCatalogue(row.settings.map(settingOf)),
  };
}

interface ConfigRow extends Record<string, unknown> {
  readonly subdomain: string;
  readonly version: string;
  readonly made: number;
  readonly providers: readonly ProviderRow[];
  readonly settings: readonly SettingRow[];
  readonly extensions: readonly ExtensionRow[];
}

interface ProviderRow {
  readonly tenant_id: string;
  readonly id: string;
  readonly name: string;
  readonly kind: IdentityProviderKind;
  readonly strict: boolean;
  readonly enabled: boolean;
  readonly position: number;
  readonly domains: readonly string[];
  readonly trust_email: { readonly domains: readonly string[]; readonly until: string } | null;
  readonly external_id_is_lasting: boolean | null;
  readonly rate_limit: RateLimit | null;
  readonly allowed_networks: readonly string[];
}

interface SettingRow extends Omit<AttributeSetting, 'maxLength'> {
  readonly max_length: number;
}

interface ExtensionRow {
  readonly identity_provider_id: string;
  readonly urn: string;
  readonly name: string;
  readonly description: string;
  readonly resource_type: ResourceType['name'];
  readonly attributes: readonly Attribute[];
  readonly dropped: readonly unknown[];
  readonly removed_at: string | null;
}

function connectionOf(row: ProviderRow, extensions: readonly ExtensionRow[]): Connection {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    name: row.name,
    kind: row.kind,
    strict: row.strict,
    enabled: row.enabled,
    position: row.position,
    domains: row.domains.map(domainKey),
    trustEmail: row.trust_email
      ? { domains: row.trust_email.domains.map(domainKey), until: new Date(row.trust_email.until) }
      : undefined,
    externalIdIsLasting: row.external_id_is_lasting ?? undefined,
    rateLimit: row.rate_limit ?? undefined,
    allowedNetworks: row.allowed_networks,
    extensions: extensions.filter((extension) => extension.identity_provider_id === row.id).map(addedSchemaOf),
  };
}

function addedSchemaOf(row: ExtensionRow): AddedSchema {
  const { urn, name, description, attributes, dropped } = row;
  return {
    resourceType: row.resource_type,
    schema: { id: urn, name, description, attributes },
    removed: row.removed_at !== null,
    dropped: dropped.length > 0,
  };
}

function settingOf(row: SettingRow): AttributeSetting {
  const { key, category, type, source, enabled, mirror, required, authority, custom } = row;
  return { key, category, type, maxLength: row.max_length, source, enabled, mirror, required, authority, custom };
}
