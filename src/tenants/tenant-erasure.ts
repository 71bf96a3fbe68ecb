import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { type Administrator, originOf } from '../admin/administrator.js';
import { Problem } from '../admin/problem.js';
import { AuditService } from '../audit/audit.service.js';
import { SERVICE_TENANT } from '../audit/service-tenant.js';
import { Database } from '../database/database.js';
import { DirectoryHooks } from '../hooks/directory-hooks.service.js';
import { OWNER_DATA_SOURCE } from '../inbound-scim.settings.js';
import { eraseTenant, holdsUsers } from './erase-tenant.js';
import type { Tenant } from './tenant.entity.js';

/** The end of a tenant. */
@Injectable()
export class TenantErasure {
  /** Requests may not delete from the event log. */
  private readonly maintenance: Database;

  constructor(
    @Inject(OWNER_DATA_SOURCE) owner: DataSource,
    private readonly audit: AuditService,
    private readonly hooks: DirectoryHooks,
  ) {
    this.maintenance = new Database(owner, 'off');
  }

  /** @throws Problem 409 for a tenant that holds users, unless `confirm` is its subdomain */
  async erase(by: Administrator, { id, subdomain }: Pick<Tenant, 'id' | 'subdomain'>, confirm?: string): Promise<void> {
    await this.maintenance.transaction(SERVICE_TENANT, async (tx) => {
      if (confirm !== subdomain && (await holdsUsers(tx, id))) throw unconfirmed(subdomain);
      await eraseTenant(tx, id);
      await this.audit.record(tx, originOf(by), [
        { type: 'tenant_erased', target: { kind: 'tenant', id, name: subdomain } },
      ]);
      await this.hooks.tell(tx, originOf(by), { tenant: { type: 'tenant.erased', tenantId: id } });
    });
  }
}

function unconfirmed(subdomain: string): Problem {
  const detail = `The tenant holds users; add ?confirm=${subdomain} to erase all of it.`;
  return Problem.conflict(detail, [{ parameter: 'confirm', detail }]);
}
