import { Injectable } from '@nestjs/common';
import { configOf } from '../attributes/config-of.js';
import { AuditTrail, STANDING } from '../audit/audit-trail.js';
import { Database } from '../database/database.js';
import { TenantConfigService } from '../tenants/tenant-config.service.js';
import { ConflictRepository } from './conflict.repository.js';
import { explainAttributes } from './explain-attributes.js';
import { explainEmail } from './explain-email.js';
import { explainStatus } from './explain-status.js';
import type { Explanation } from './explanation.js';
import { noSuchUser } from './no-such-user.js';
import { PeopleRepository } from './people.repository.js';
import { summarise } from './summarise.js';

/** Why a person is as they are. */
@Injectable()
export class ExplanationsService {
  constructor(
    private readonly database: Database,
    private readonly configs: TenantConfigService,
    private readonly people: PeopleRepository,
    private readonly trail: AuditTrail,
    private readonly conflicts: ConflictRepository,
  ) {}

  /** @throws Problem 404 */
  async explain(tenantId: string, id: string): Promise<Explanation> {
    const config = await configOf(this.database, this.configs, tenantId);
    const found = await this.people.find(tenantId, id);
    if (!found) throw noSuchUser();
    const keys = config.attributes.filter(({ enabled }) => enabled).map(({ key }) => key);
    const resourceIds = found.resources.map((resource) => resource.id);
    const [traces, backfills, conflicts] = await Promise.all([
      this.trail.lastNaming(tenantId, [id, ...resourceIds], [STANDING, 'email', ...keys]),
      this.trail.backfills(tenantId, keys),
      this.database.transaction(tenantId, (tx) => this.conflicts.openOf(tx, id, resourceIds)),
    ]);
    const status = explainStatus(found, config.connections, traces);
    return {
      id,
      summary: summarise(found.person, status),
      protected: found.person.protected,
      status,
      email: explainEmail(found.person, config.connections, traces, conflicts),
      attributes: explainAttributes(found, config, traces, backfills),
      conflicts,
    };
  }
}
