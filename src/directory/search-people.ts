import type { PageRequest } from '../admin/page.js';
import type { Statement } from '../database/statement.js';
import { emailKey } from '../kernel/text/email-key.js';
import { fold } from '../kernel/text/fold.js';
import { DIRECTORY_PERSON_COLUMNS } from './directory-person-row.js';
import type { PersonStatus } from './person.js';

/** Which people are wanted; every given condition holds. */
export interface PersonFilter {
  readonly email?: string;
  readonly status?: PersonStatus;
  /** Known by this identity provider, whether or not it has deleted them. */
  readonly identityProviderId?: string;
  /** Beginning of an address, of a `userName`, or of a given, family or display name, in any case. */
  readonly q?: string;
}

/**
 * The search as one statement, newest first: an index gives the order, or the few that fit. Its text is decided by which conditions
 * there are, and so is its name; a status stands in the text, since an index of its own knows those who are kept out. Comparisons are those that
 * PostgreSQL lets row-level security see through (`LIKE` is none of them), so a prefix is a range.
 */
export function searchPeople(
  tenantId: string,
  filter: PersonFilter,
  { limit, after }: PageRequest,
): { readonly statement: Statement; readonly values: readonly unknown[] } {
  const values: unknown[] = [tenantId, limit];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const source = isOfConnection(filter)
    ? ofConnection(filter, parameter(filter.identityProviderId), beyond(after, parameter))
    : ofTenant(filter, parameter, beyond(after, parameter));
  const parts = Object.entries({ ...filter, after }).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const name = ['people', ...parts, filter.status].filter(Boolean).join('-');
  return { statement: { name, text: `${source} ${PAGE}` }, values };
}

type Parameter = (value: unknown) => string;

/** A text that sorts behind every other with the same beginning: U+10FFFF is no character. */
const LAST = '\u{10FFFF}';

/** The condition that a row `(created_at, id)` of an alias comes after the page before. */
function beyond(after: PageRequest['after'], parameter: Parameter): (alias: string) => string {
  if (!after) return () => '';
  const [at, id] = [parameter(after[0]), parameter(after[1])];
  return (alias) => ` AND (${alias}.created_at, ${alias}.id) < (${at}::timestamptz, ${id}::uuid)`;
}

/** Nearly everybody fits: then the connection's own order is walked along, where the tenant's would pass over all the others. */
function isOfConnection({ email, q, status, identityProviderId }: PersonFilter): boolean {
  const isMany = status === undefined || status === 'active';
  return identityProviderId !== undefined && email === undefined && q === undefined && isMany;
}

/** Deleted resources have an index of their own. Who has several of the connection stands where the newest of them does. */
function ofConnection({ status }: PersonFilter, connection: string, isBeyond: (alias: string) => string): string {
  const part = (isDeleted: boolean) => `(
    SELECT u.created_at, u.id, u.directory_user_id AS person_id FROM inbound_scim.scim_user u
      JOIN inbound_scim.directory_user p ON p.tenant_id = $1 AND p.id = u.directory_user_id
    WHERE u.tenant_id = $1 AND u.identity_provider_id = ${connection}::uuid AND u.deleted_at IS ${isDeleted ? 'NOT NULL' : 'NULL'}
      ${isOfStatus(status)}${isBeyond('u')}
      AND NOT EXISTS (SELECT FROM inbound_scim.scim_user o WHERE o.tenant_id = $1 AND o.directory_user_id = u.directory_user_id
        AND o.identity_provider_id = ${connection}::uuid AND (o.created_at, o.id) > (u.created_at, u.id))
    ORDER BY u.created_at DESC, u.id DESC LIMIT $2)`;
  return `WITH page AS (SELECT * FROM (${part(false)} UNION ALL ${part(true)}) AS known
    ORDER BY created_at DESC, id DESC LIMIT $2)`;
}

function ofTenant(
  { email, status, identityProviderId, q }: PersonFilter,
  parameter: Parameter,
  isBeyond: (alias: string) => string,
): string {
  const found = q === undefined ? '' : `found AS (${calledLike(fold(q), parameter)}), `;
  const conditions = [
    isOfStatus(status),
    email === undefined ? '' : ` AND p.email_key = ${parameter(emailKey(email) ?? null)}`,
    identityProviderId === undefined
      ? ''
      : ` AND EXISTS (SELECT FROM inbound_scim.scim_user u WHERE u.tenant_id = $1 AND u.directory_user_id = p.id
          AND u.identity_provider_id = ${parameter(identityProviderId)}::uuid)`,
    isBeyond('p'),
  ];
  return `WITH ${found}page AS (
    SELECT p.created_at, p.id, p.id AS person_id FROM ${q === undefined ? '' : 'found JOIN '}inbound_scim.directory_user p
      ${q === undefined ? '' : 'ON p.id = found.id'}
    WHERE p.tenant_id = $1${conditions.join('')} ORDER BY p.created_at DESC, p.id DESC LIMIT $2)`;
}

const IS_OF_STATUS: Readonly<Record<PersonStatus, string>> = {
  active: ` AND p.status = 'active'`,
  deactivated: ` AND p.status = 'deactivated'`,
  held: ` AND p.status = 'held'`,
};

function isOfStatus(status: PersonStatus | undefined): string {
  return status === undefined ? '' : IS_OF_STATUS[status];
}

const KEYS = ['email_key', 'given_name_key', 'family_name_key', 'display_name_key'] as const;

/** One range of an index for each key; a `userName` is a connection's. */
function calledLike(prefix: string, parameter: Parameter): string {
  const [first, last] = [parameter(prefix), parameter(`${prefix}${LAST}`)];
  const ranges = KEYS.map(
    (key) =>
      `SELECT p.id FROM inbound_scim.directory_user p WHERE p.tenant_id = $1 AND p.${key} >= ${first} AND p.${key} < ${last}`,
  );
  return `${ranges.join(' UNION ')} UNION SELECT u.directory_user_id FROM inbound_scim.identity_provider i
    JOIN inbound_scim.scim_user u ON u.tenant_id = $1 AND u.identity_provider_id = i.id AND u.deleted_at IS NULL
      AND u.user_name_key >= ${first} AND u.user_name_key < ${last} WHERE i.tenant_id = $1`;
}

/** People with what was received of them; `position` is exact, where a `Date` would be cut to the millisecond. */
const PAGE = `SELECT page.created_at::text AS position_at, page.id AS position_id, ${DIRECTORY_PERSON_COLUMNS}
  FROM page JOIN inbound_scim.directory_user p ON p.tenant_id = $1 AND p.id = page.person_id
  ORDER BY page.created_at DESC, page.id DESC`;
