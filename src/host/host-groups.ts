import { Injectable } from '@nestjs/common';
import { DEFAULT_LIMIT, type Page, type PageRequest } from '../admin/page.js';
import type { DirectoryGroup, GroupMember } from '../directory/directory-group.js';
import { DirectoryGroupsService } from '../directory/directory-groups.service.js';

/** Which part of a list of members is wanted. */
export interface MembersRequest extends Partial<PageRequest> {
  /** Also the users in groups in the group; circles end. Default false: whom the group itself names. */
  readonly effective?: boolean;
}

/** The groups of a tenant, for the application that the service is part of. */
@Injectable()
export class HostGroups {
  constructor(private readonly groups: DirectoryGroupsService) {}

  /** Newest first; `next` of a page is `after` of the one behind it. @throws Problem 404 for a tenant that is not here */
  async list(
    tenantId: string,
    { limit = DEFAULT_LIMIT, after }: Partial<PageRequest> = {},
  ): Promise<Page<DirectoryGroup>> {
    return this.groups.list(tenantId, { limit, after });
  }

  /** @throws Problem 404 */
  async members(
    tenantId: string,
    groupId: string,
    { effective = false, limit = DEFAULT_LIMIT, after }: MembersRequest = {},
  ): Promise<Page<GroupMember>> {
    return this.groups.members(tenantId, groupId, effective, { limit, after });
  }
}
