/** Where a table's rows are when the database is spread over nodes: with their tenant, or a copy of all of them on every node. */
export type Place = 'distributed' | 'reference';

/**
 * The rule of each table, in an order in which they can be spread: what is referred to comes first. What must be unique across tenants, and what
 * that refers to, is small and is copied; everything that grows lies with its tenant.
 */
export const PLACES: Readonly<Record<string, Place>> = {
  tenant: 'reference',
  identity_provider: 'reference',
  token: 'reference',
  admin_key: 'reference',
  refusal: 'distributed',
  directory_user: 'distributed',
  scim_user: 'distributed',
  scim_group: 'distributed',
  membership: 'distributed',
  pending_member: 'distributed',
  unique_value: 'distributed',
  conflict: 'distributed',
  attribute_setting: 'distributed',
  schema_extension: 'distributed',
  run: 'distributed',
  audit_event: 'distributed',
  audit_detail: 'distributed',
  audit_checkpoint: 'distributed',
};

/** The statements that spread them, as an administrator runs them on the coordinator of Citus. */
export function distributionStatements(): readonly string[] {
  return Object.entries(PLACES).map(([table, place]) =>
    place === 'reference'
      ? `SELECT create_reference_table('inbound_scim.${table}');`
      : `SELECT create_distributed_table('inbound_scim.${table}', 'tenant_id'${table === 'refusal' ? '' : `, colocate_with => 'inbound_scim.refusal'`});`,
  );
}
