import { Inject, Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { type Administrator, originOf } from '../admin/administrator.js';
import { type Page, type PageRequest, pageOf } from '../admin/page.js';
import { Problem } from '../admin/problem.js';
import { AuditService } from '../audit/audit.service.js';
import { Database } from '../database/database.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { countUpVersion } from './count-up-version.js';
import { lockTenant, noSuchTenant } from './lock-tenant.js';
import { TenantConfigService } from './tenant-config.service.js';
import { TenantErasure } from './tenant-erasure.js';
import { Tenant } from './tenant.entity.js';
import { violatedConstraint } from './violated-constraint.js';

export interface NewTenant {
  /** A UUID by which an embedding application knows it already. */
  readonly id?: string;
  /** A label of the DNS in lower case, which names the tenant in `https://{tenant}.example.com`. */
  readonly subdomain: string;
  readonly name: string;
}

export interface TenantView extends NewTenant {
  readonly id: string;
  readonly createdAt: Date;
}

/** The tenants of the service: owners make, change and erase them. */
@Injectable()
export class TenantsService {
  constructor(
    private readonly database: Database,
    private readonly erasure: TenantErasure,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
    private readonly audit: AuditService,
    private readonly configs: TenantConfigService,
  ) {}

  /** @throws Problem 409 for a subdomain that is taken; 403 for an administrator of one tenant alone */
  async create(by: Administrator, { id, subdomain, name }: NewTenant): Promise<TenantView> {
    if (by.tenantId !== undefined) throw Problem.forbidden('A key of one tenant cannot make another.');
    const tenant = { id: id?.toLowerCase() ?? uuidv7(), subdomain, name, createdAt: this.settings.clock() };
    await refusingTakenSubdomain(subdomain, () =>
      this.database.transaction(tenant.id, async (tx) => {
        await tx.manager.getRepository(Tenant).insert(tenant);
        await this.audit.record(tx, originOf(by), [{ type: 'tenant_created', target: targetOf(tenant) }]);
      }),
    );
    return viewOf(tenant);
  }

  /** In alphabetical order of the subdomain; an administrator of one tenant sees that one. */
  async list(by: Administrator, { limit, after }: PageRequest): Promise<Page<TenantView>> {
    const [subdomain] = after ?? [];
    const rows = await this.tenants.find({
      where: {
        ...(by.tenantId !== undefined && { id: by.tenantId }),
        ...(subdomain !== undefined && { subdomain: MoreThan(subdomain) }),
      },
      order: { subdomain: 'ASC' },
      take: limit + 1,
    });
    return pageOf(rows.map(viewOf), limit, (tenant) => [tenant.subdomain]);
  }

  /** @throws Problem 404 */
  async get(tenantId: string): Promise<TenantView> {
    const tenant = await this.tenants.findOneBy({ id: tenantId });
    if (!tenant) throw noSuchTenant();
    return viewOf(tenant);
  }

  /** A new subdomain gives every identity provider of the tenant another base URL. @throws Problem 404, 409 */
  async update(by: Administrator, tenantId: string, change: Partial<NewTenant>): Promise<TenantView> {
    const tenant = await refusingTakenSubdomain(change.subdomain, () =>
      this.database.transaction(tenantId, async (tx) => {
        const before = await lockTenant(tx);
        const after = { subdomain: change.subdomain ?? before.subdomain, name: change.name ?? before.name };
        const changes = FIELDS.filter((field) => after[field] !== before[field]);
        if (changes.length === 0) return before;
        await tx.manager.getRepository(Tenant).update({ id: tenantId }, after);
        await countUpVersion(tx);
        const target = targetOf({ ...before, ...after });
        await this.audit.record(tx, originOf(by), [{ type: 'tenant_updated', target, changes }]);
        return { ...before, ...after };
      }),
    );
    this.configs.changed(tenantId);
    return viewOf(tenant);
  }

  /**
   * Erases a tenant with all that is kept for it, its event log included. It cannot be undone.
   *
   * @throws Problem 404; 409 for a tenant that holds users, unless `confirm` is its subdomain
   */
  async erase(by: Administrator, tenantId: string, confirm?: string): Promise<void> {
    await this.erasure.erase(by, await this.get(tenantId), confirm);
    this.configs.changed(tenantId);
  }

  /** The table is open to every request, in every fence. */
  private get tenants() {
    return this.database.dataSource.getRepository(Tenant);
  }
}

const FIELDS = ['subdomain', 'name'] as const;

function viewOf({ id, subdomain, name, createdAt }: TenantView): TenantView {
  return { id, subdomain, name, createdAt };
}

function targetOf({ id, subdomain }: Pick<TenantView, 'id' | 'subdomain'>) {
  return { kind: 'tenant', id, name: subdomain } as const;
}

async function refusingTakenSubdomain<T>(subdomain: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (violatedConstraint(error) !== 'tenant_subdomain_unique') throw error;
    const detail = `The subdomain ${JSON.stringify(subdomain)} is taken.`;
    throw Problem.conflict(detail, [{ pointer: '/subdomain', detail }]);
  }
}
