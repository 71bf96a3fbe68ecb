import { Injectable } from '@nestjs/common';
import { type Page, type PageRequest } from '../admin/page.js';
import { configOf } from '../attributes/config-of.js';
import { Problem } from '../admin/problem.js';
import { Database } from '../database/database.js';
import { TenantConfigService } from '../tenants/tenant-config.service.js';
import type { DirectoryGroup, GroupMember, PendingMember } from './directory-group.js';
import { DirectoryGroupsRepository } from './directory-groups.repository.js';

/** A tenant's groups, to be looked at. */
@Injectable()
export class DirectoryGroupsService {
  constructor(
    private readonly database: Database,
    private readonly configs: TenantConfigService,
    private readonly groups: DirectoryGroupsRepository,
  ) {}

  /** Newest first, whichever identity provider they are of. @throws Problem 404 for a tenant that does not exist */
  async list(tenantId: string, request: PageRequest): Promise<Page<DirectoryGroup>> {
    await configOf(this.database, this.configs, tenantId);
    return this.groups.list(tenantId, request);
  }

  /** @throws Problem 404 */
  async get(tenantId: string, id: string): Promise<DirectoryGroup> {
    const group = await this.groups.find(tenantId, id);
    if (!group) throw noSuchGroup();
    return group;
  }

  /** Whom it names, or with `effective` the users in it and in all groups in it. @throws Problem 404 */
  async members(tenantId: string, id: string, effective: boolean, request: PageRequest): Promise<Page<GroupMember>> {
    await this.get(tenantId, id);
    return effective ? this.groups.effectiveMembers(tenantId, id, request) : this.groups.members(tenantId, id, request);
  }

  /** Members who have not come yet, the one that waits longest first. @throws Problem 404 */
  async pendingMembers(tenantId: string, id: string, request: PageRequest): Promise<Page<PendingMember>> {
    await this.get(tenantId, id);
    return this.groups.pendingMembers(tenantId, id, request);
  }
}

/** A group of another tenant is the same as one that nobody has. */
export function noSuchGroup(): Problem {
  return Problem.notFound('There is no such group.');
}
