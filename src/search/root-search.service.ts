import { Injectable } from '@nestjs/common';
import { parseSearchRequest } from '../kernel/message/search-request.js';
import type { ScimContext } from '../scim-context.js';
import { GROUPS } from '../scim-groups/groups-table.js';
import { USERS } from '../scim-users/users-table.js';
import { type ListRepresentation, ResourceLists } from './resource-lists.js';

/** Users and groups in one list, with one total and one order (RFC 7644 §3.4.2.1). */
@Injectable()
export class RootSearchService {
  constructor(private readonly lists: ResourceLists) {}

  /** An attribute that only one of the two has is absent of the other. @throws ScimError 400 as the lists of each do */
  async list(ctx: ScimContext, parameters: URLSearchParams): Promise<ListRepresentation> {
    const { tolerance, resourceTypes } = ctx;
    const { User, Group } = resourceTypes;
    return this.lists.list(ctx, [
      { type: User, table: USERS, request: parseSearchRequest(User, parameters, tolerance, [Group]) },
      { type: Group, table: GROUPS, request: parseSearchRequest(Group, parameters, tolerance, [User]) },
    ]);
  }
}
