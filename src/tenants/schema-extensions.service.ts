import { Inject, Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { type Administrator, originOf } from '../admin/administrator.js';
import { mapPage, type Page, type PageRequest, pageOf } from '../admin/page.js';
import { Problem } from '../admin/problem.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { AuditService } from '../audit/audit.service.js';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { completeDefinition } from './attribute-definition.js';
import { checkAttributes } from './check-attributes.js';
import { checkSchemaUrn } from './check-schema-urn.js';
import { countUpVersion } from './count-up-version.js';
import { findIdentityProvider } from './find-identity-provider.js';
import { lockTenant } from './lock-tenant.js';
import { assertRoomForUrn } from './other-schemas.js';
import { settleStoredValues } from './settle-stored-values.js';
import {
  type SchemaExtensionChange,
  schemaExtensionChange,
  type SchemaExtensionInput,
} from './schema-extension-change.js';
import { type SchemaExtensionView, viewOf } from './schema-extension-view.js';
import { SchemaExtension } from './schema-extension.entity.js';
import { freeValues } from './stored-values.js';
import { uniqueAttributes } from '../kernel/resource/unique-values.js';
import { TenantConfigService } from './tenant-config.service.js';

/** What a PUT came to. */
export interface PutSchemaExtension {
  readonly extension: SchemaExtensionView;
  /** Whether the schema was not there before. */
  readonly isNew: boolean;
}

/** The schemas that a tenant adds to the standard ones, for each of its identity providers. They hold at once, on every instance. */
@Injectable()
export class SchemaExtensionsService {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
    private readonly audit: AuditService,
    private readonly configs: TenantConfigService,
  ) {}

  /** By their URNs; removed ones are not among them. @throws Problem 404 */
  async list(
    tenantId: string,
    identityProviderId: string,
    { limit, after }: PageRequest,
  ): Promise<Page<SchemaExtensionView>> {
    return this.database.transaction(tenantId, async (tx) => {
      await findIdentityProvider(tx, identityProviderId);
      const rows = await tx.manager.getRepository(SchemaExtension).find({
        where: {
          tenantId,
          identityProviderId,
          removedAt: IsNull(),
          ...(after?.[0] !== undefined && { urnKey: MoreThan(after[0]) }),
        },
        order: { urnKey: 'ASC' },
        take: limit + 1,
      });
      return mapPage(
        pageOf(rows, limit, ({ urnKey }) => [urnKey]),
        viewOf,
      );
    });
  }

  /** @throws Problem 404 */
  async get(tenantId: string, identityProviderId: string, urn: string): Promise<SchemaExtensionView> {
    return this.database.transaction(tenantId, async (tx) => viewOf(await findShown(tx, identityProviderId, urn)));
  }

  /**
   * Adds the schema, changes it, or shows one again that was removed, with all the values that it had. A change that changes nothing
   * leaves no trace.
   *
   * @throws Problem 404; 400 for a wrong definition; 409 for what stored values stand against, and for one schema too many
   */
  async put(
    by: Administrator,
    tenantId: string,
    identityProviderId: string,
    urn: string,
    input: SchemaExtensionInput,
  ): Promise<PutSchemaExtension> {
    const attributes = input.attributes.map(completeDefinition);
    const problems = [...checkSchemaUrn(urn, input.id), ...checkAttributes(input.resourceType, attributes)];
    if (problems.length > 0) throw Problem.invalid(problems);
    const done = await this.database.transaction(tenantId, async (tx) => {
      await lockTenant(tx);
      await findIdentityProvider(tx, identityProviderId);
      const rows = await tx.manager.getRepository(SchemaExtension).findBy({ tenantId, identityProviderId });
      const before = rows.find(({ urnKey }) => urnKey === urn.toLowerCase());
      const place = { tenantId, identityProviderId, urn };
      const change = schemaExtensionChange(before, place, input, this.settings.clock());
      assertRoomForUrn(change.row, rows);
      if (change.changes.length > 0) await this.apply(tx, by, before, change);
      const row = change.changes.length > 0 ? change.row : (before ?? change.row);
      return { extension: viewOf(row), isNew: !before || before.removedAt !== null };
    });
    this.configs.changed(tenantId);
    return done;
  }

  private async apply(
    tx: Transaction,
    by: Administrator,
    before: SchemaExtension | undefined,
    change: SchemaExtensionChange,
  ): Promise<void> {
    await settleStoredValues(tx, before, change);
    await tx.manager.getRepository(SchemaExtension).save(change.row);
    await countUpVersion(tx);
    const { changes } = change;
    await this.audit.record(tx, originOf(by), [{ ...eventOf('schema_extension_updated', change.row), changes }]);
  }

  /** Its values are kept and not shown, until it is put again. @throws Problem 404 */
  async remove(by: Administrator, tenantId: string, identityProviderId: string, urn: string): Promise<void> {
    await this.database.transaction(tenantId, async (tx) => {
      await lockTenant(tx);
      const row = await findShown(tx, identityProviderId, urn);
      const freed = uniqueAttributes(row.urn, row.attributes).map(({ key }) => key);
      await freeValues(tx, row, freed);
      const now = this.settings.clock();
      await tx.manager.getRepository(SchemaExtension).save({ ...row, removedAt: now, updatedAt: now });
      await countUpVersion(tx);
      await this.audit.record(tx, originOf(by), [eventOf('schema_extension_removed', row)]);
    });
    this.configs.changed(tenantId);
  }
}

async function findShown(tx: Transaction, identityProviderId: string, urn: string): Promise<SchemaExtension> {
  await findIdentityProvider(tx, identityProviderId);
  const key = { tenantId: tx.tenantId, identityProviderId, urnKey: urn.toLowerCase() };
  const row = await tx.manager.getRepository(SchemaExtension).findOneBy({ ...key, removedAt: IsNull() });
  if (!row) throw Problem.notFound('There is no such schema.');
  return row;
}

function eventOf(type: AuditEvent['type'], { identityProviderId, urn, name }: SchemaExtension): AuditEvent {
  return { type, identityProviderId, target: { kind: 'schema_extension', id: urn, name } };
}
