import { Inject, Injectable } from '@nestjs/common';
import { type Administrator, originOf } from '../admin/administrator.js';
import { AuditService } from '../audit/audit.service.js';
import { Database } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import { ConflictRepository } from '../directory/conflict.repository.js';
import type { DirectoryGroup } from '../directory/directory-group.js';
import { DirectoryGroupsService, noSuchGroup } from '../directory/directory-groups.service.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { GROUP_COLUMNS, type GroupRow, toGroup } from '../scim-groups/group-row.js';
import { groupEvent } from './group-change.js';

/** Whether SCIM may give a group another key, and so bring another object's members in. */
@Injectable()
export class GroupProtection {
  constructor(
    private readonly database: Database,
    private readonly conflicts: ConflictRepository,
    private readonly audit: AuditService,
    private readonly groups: DirectoryGroupsService,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /** A change that changes nothing leaves no trace. @throws Problem 404 */
  async protect(by: Administrator, tenantId: string, id: string, isProtected: boolean): Promise<DirectoryGroup> {
    await this.database.transaction(tenantId, async (tx) => {
      const [row] = await tx.query<GroupRow>(LOCK, [tenantId, id]);
      if (!row) throw noSuchGroup();
      if (row.protected === isProtected) return;
      await tx.query(PROTECT, [tenantId, id, isProtected]);
      const closed = isProtected ? [] : await this.conflicts.closeOfProtection(tx, id, this.settings.clock());
      const changed = groupEvent('scim_group_protection_changed', toGroup(row), { changes: ['protected'] });
      await this.audit.record(tx, originOf(by), [changed, ...closed]);
    });
    return this.groups.get(tenantId, id);
  }
}

const LOCK: Statement = {
  name: 'group-protection-lock',
  text: `SELECT ${GROUP_COLUMNS} FROM inbound_scim.scim_group g WHERE g.tenant_id = $1 AND g.id = $2 FOR NO KEY UPDATE`,
};

const PROTECT: Statement = {
  name: 'group-protection-set',
  text: 'UPDATE inbound_scim.scim_group SET protected = $3 WHERE tenant_id = $1 AND id = $2',
};
