import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Row, Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { CanonicalValue, LinkedResource } from '../directory/person.js';
import { DirectoryHooks } from '../hooks/directory-hooks.service.js';
import type { AttributeRun, PersonPosition } from './attribute-run.js';
import type { FieldDecision, PersonField } from './decide-field.js';

/** A field with whose it is and where they stand. */
export interface PlacedField extends PersonField {
  readonly email: string | null;
  readonly position: PersonPosition;
}

export interface FieldChange {
  readonly id: string;
  /** Null: the field goes. */
  readonly value: CanonicalValue | null;
}

/** Which field is written, and at whose wish. */
type FieldRun = Pick<AttributeRun, 'key' | 'origin'>;

/** One field of many people, always so many at a time. */
@Injectable()
export class PersonFieldRepository {
  constructor(
    private readonly database: Database,
    private readonly hooks: DirectoryHooks,
  ) {}

  /** The next people in the order they were made, without locking anybody. */
  async page(
    tenantId: string,
    { key, roots }: FieldDecision,
    after: PersonPosition,
    limit: number,
  ): Promise<readonly PlacedField[]> {
    const rows = await this.database.query<FieldRow>(tenantId, PAGE, [tenantId, key, roots, ...after, limit]);
    return rows.map(placedField);
  }

  /**
   * Those of the people whom nobody is changing, held until the transaction ends: every push locks its person, so neither they nor what
   * was received for them changes meanwhile. `patiently` waits for whoever is changing them, and is for one person at a time.
   */
  async lock(tx: Transaction, ids: readonly string[], patiently: boolean): Promise<readonly string[]> {
    const rows = await tx.query<{ id: string }>(patiently ? LOCK : LOCK_FREE, [tx.tenantId, ids]);
    return rows.map(({ id }) => id);
  }

  /** People who are locked, as they are now, and the version of the tenant's settings. */
  async read(tx: Transaction, { key, roots }: FieldDecision, ids: readonly string[]): Promise<readonly PlacedField[]> {
    return (await tx.query<FieldRow>(BY_ID, [tx.tenantId, key, roots, ids])).map(placedField);
  }

  async write(tx: Transaction, { key, origin }: FieldRun, changes: readonly FieldChange[], at: Date): Promise<void> {
    const ids = changes.map(({ id }) => id);
    const values = changes.map(({ value }) => (value ? JSON.stringify(value) : null));
    const watched = await this.hooks.watch(tx, ids);
    await tx.query(WRITE, [tx.tenantId, key, ids, values, at]);
    await this.hooks.tell(tx, origin, { watched });
  }
}

interface FieldRow extends Row {
  readonly id: string;
  readonly email: string | null;
  readonly email_key: string | null;
  readonly value: CanonicalValue | null;
  readonly created_at: string;
  readonly linked: readonly LinkedResource[];
}

function placedField(row: FieldRow): PlacedField {
  return {
    id: row.id,
    email: row.email,
    emailKey: row.email_key,
    value: row.value,
    resources: row.linked,
    position: [row.created_at, row.id],
  };
}

/** Parameters: tenant, key, the members of resources that are wanted; of a large resource nothing else travels. */
const FIELD = `
  SELECT p.id, p.email, p.email_key, p.attributes -> $2 AS value, p.created_at::text AS created_at,
    CASE WHEN cardinality($3::text[]) = 0 THEN '[]' ELSE (
      SELECT coalesce(json_agg(json_build_object('id', r.id, 'identityProviderId', r.identity_provider_id, 'externalId', r.external_id,
        'active', r.active, 'deleted', r.deleted_at IS NOT NULL, 'resource', (
          SELECT coalesce(jsonb_object_agg(root, r.resource -> root) FILTER (WHERE r.resource ? root), '{}')
          FROM unnest($3::text[]) AS root)
      ) ORDER BY r.created_at, r.id), '[]')
      FROM inbound_scim.scim_user r WHERE r.tenant_id = p.tenant_id AND r.directory_user_id = p.id
    ) END AS linked
  FROM inbound_scim.directory_user p WHERE p.tenant_id = $1`;

const PAGE: Statement = {
  name: 'person-field-page',
  text: `${FIELD} AND (p.created_at, p.id) > ($4::timestamptz, $5::uuid) ORDER BY p.created_at, p.id LIMIT $6`,
};

const BY_ID: Statement = { name: 'person-field-by-id', text: `${FIELD} AND p.id = ANY ($4::uuid[])` };

const HELD = `SELECT id FROM inbound_scim.directory_user WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) FOR NO KEY UPDATE`;
const LOCK: Statement = { name: 'person-field-lock', text: HELD };
const LOCK_FREE: Statement = { name: 'person-field-lock-free', text: `${HELD} SKIP LOCKED` };

const WRITE: Statement = {
  name: 'person-field-write',
  text: `UPDATE inbound_scim.directory_user p SET revision = p.revision + 1, updated_at = $5,
      attributes = (p.attributes - $2) || CASE WHEN input.value IS NULL THEN '{}' ELSE jsonb_build_object($2::text, input.value) END
    FROM unnest($3::uuid[], $4::jsonb[]) AS input(id, value) WHERE p.tenant_id = $1 AND p.id = input.id`,
};
