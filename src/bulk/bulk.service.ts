import { Injectable } from '@nestjs/common';
import type { BulkRequest } from '../kernel/message/bulk-request.js';
import { type BulkResponse, bulkResponse } from '../kernel/message/bulk-response.js';
import type { ScimContext } from '../scim-context.js';
import { Throttle } from '../tokens/throttle.js';
import { BulkGroups } from './bulk-groups.js';
import { BulkRun } from './bulk-run.js';
import { BulkUsers } from './bulk-users.js';

/** `/Bulk`: many operations in one request (RFC 7644 §3.7), each what a request of its own would be. */
@Injectable()
export class BulkService {
  constructor(
    private readonly users: BulkUsers,
    private readonly groups: BulkGroups,
    private readonly throttle: Throttle,
  ) {}

  /** Each operation costs as much as a request; the guard has counted one. @throws ScimError 429 */
  async run(ctx: ScimContext, request: BulkRequest): Promise<BulkResponse> {
    this.throttle.consume(ctx, request.operations.length - 1);
    const run = new BulkRun(ctx, request, { User: this.users, Group: this.groups });
    return bulkResponse(await run.results());
  }
}
