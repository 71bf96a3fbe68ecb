import { Inject, Injectable } from '@nestjs/common';
import { type Administrator, originOf } from '../admin/administrator.js';
import { mapPage, type Page, type PageRequest, pageOf } from '../admin/page.js';
import { Problem } from '../admin/problem.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { AuditService } from '../audit/audit.service.js';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { assertDomainsFree, assertMayChange } from './assert-change-allowed.js';
import { assertNotEnding } from './assert-not-ending.js';
import { checkIdentityProvider } from './check-identity-provider.js';
import { countUpVersion } from './count-up-version.js';
import { changedColumns, type IdentityProviderChange } from './identity-provider-change.js';
import { firstState, type NewIdentityProvider } from './new-identity-provider.js';
import { noSuchIdentityProvider } from './no-such-identity-provider.js';
import { type IdentityProviderView, viewOf } from './identity-provider-view.js';
import { IdentityProvider } from './identity-provider.entity.js';
import { lockTenant, noSuchTenant } from './lock-tenant.js';
import { TenantConfigService } from './tenant-config.service.js';
import { Tenant } from './tenant.entity.js';

/** The identity providers of a tenant and their settings. */
@Injectable()
export class IdentityProvidersService {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
    private readonly audit: AuditService,
    private readonly configs: TenantConfigService,
  ) {}

  /** The last in the tenant's order. @throws Problem 404; 409 for an `id` that the tenant has already */
  async create(by: Administrator, tenantId: string, input: NewIdentityProvider): Promise<IdentityProviderView> {
    const view = await this.database.transaction(tenantId, async (tx) => {
      const { subdomain } = await lockTenant(tx);
      const all = await allOf(tx);
      const row = firstState(tenantId, input, all, this.settings.clock());
      if (all.some(({ id }) => id === row.id)) throw takenId();
      await tx.manager.getRepository(IdentityProvider).insert(row);
      await tx.manager.getRepository(Tenant).increment({ id: tenantId }, 'identityProvidersMade', 1);
      await countUpVersion(tx);
      await this.audit.record(tx, originOf(by), [eventOf('identity_provider_created', row)]);
      return viewOf(row, subdomain, this.settings);
    });
    this.configs.changed(tenantId);
    return view;
  }

  /** In the tenant's order. @throws Problem 404 */
  async list(tenantId: string, { limit, after }: PageRequest): Promise<Page<IdentityProviderView>> {
    return this.database.transaction(tenantId, async (tx) => {
      const { subdomain } = await tenantOf(tx);
      const query = tx.manager
        .getRepository(IdentityProvider)
        .createQueryBuilder('provider')
        .where('provider.tenantId = :tenantId', { tenantId })
        .orderBy({ 'provider.position': 'ASC', 'provider.createdAt': 'ASC', 'provider.id': 'ASC' })
        .limit(limit + 1);
      if (after) query.andWhere(AFTER, { position: after[0], createdAt: after[1], id: after[2] });
      const page = pageOf(await query.getMany(), limit, positionOf);
      return mapPage(page, (row) => viewOf(row, subdomain, this.settings));
    });
  }

  /** @throws Problem 404 */
  async get(tenantId: string, id: string): Promise<IdentityProviderView> {
    return this.database.transaction(tenantId, async (tx) => {
      const { subdomain } = await tenantOf(tx);
      const row = await tx.manager.getRepository(IdentityProvider).findOneBy({ tenantId, id });
      if (!row) throw noSuchIdentityProvider();
      return viewOf(row, subdomain, this.settings);
    });
  }

  /**
   * A change that changes nothing leaves no trace.
   *
   * @throws Problem 404; 400 for a wrong value; 409 for a mail domain that another one holds, and for one that is being ended; 403 for `domains` and
   * `trustEmail` from anyone but an owner
   */
  async update(
    by: Administrator,
    tenantId: string,
    id: string,
    change: IdentityProviderChange,
  ): Promise<IdentityProviderView> {
    assertMayChange(by, change);
    const problems = checkIdentityProvider(change, this.settings.clock());
    if (problems.length > 0) throw Problem.invalid(problems);
    const view = await this.database.transaction(tenantId, async (tx) => {
      const { subdomain } = await lockTenant(tx);
      return viewOf(await this.applyChange(tx, by, id, change), subdomain, this.settings);
    });
    this.configs.changed(tenantId);
    return view;
  }

  private async applyChange(
    tx: Transaction,
    by: Administrator,
    id: string,
    change: IdentityProviderChange,
  ): Promise<IdentityProvider> {
    const all = await allOf(tx);
    const row = all.find((one) => one.id === id);
    if (!row) throw noSuchIdentityProvider();
    const columns = changedColumns(row, change);
    const changes = Object.keys(columns);
    if (changes.length === 0) return row;
    await assertNotEnding(tx, id);
    assertDomainsFree(
      columns,
      all.filter((one) => one !== row),
    );
    const after = { ...row, ...columns, updatedAt: this.settings.clock() };
    await tx.manager.getRepository(IdentityProvider).update({ tenantId: tx.tenantId, id }, after);
    await countUpVersion(tx);
    await this.audit.record(tx, originOf(by), [{ ...eventOf('identity_provider_updated', after), changes }]);
    return after;
  }
}

/** A comparison of rows, which an index answers. */
const AFTER = '(provider.position, provider.createdAt, provider.id) > (:position, :createdAt, :id)';

function positionOf({ position, createdAt, id }: IdentityProvider): string[] {
  return [String(position), createdAt.toISOString(), id];
}

function allOf({ tenantId, manager }: Transaction): Promise<IdentityProvider[]> {
  return manager.getRepository(IdentityProvider).findBy({ tenantId });
}

async function tenantOf({ tenantId, manager }: Transaction): Promise<Tenant> {
  const tenant = await manager.getRepository(Tenant).findOneBy({ id: tenantId });
  if (!tenant) throw noSuchTenant();
  return tenant;
}

function eventOf(type: AuditEvent['type'], { id, name }: IdentityProvider): AuditEvent {
  return { type, identityProviderId: id, target: { kind: 'identity_provider', id, name } };
}

function takenId(): Problem {
  const detail = 'The tenant has an identity provider with this id.';
  return Problem.conflict(detail, [{ pointer: '/id', detail }]);
}
