import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { Database } from '../database/database.js';
import type { ConflictDraft } from '../directory/conflict.js';
import { ConflictRepository } from '../directory/conflict.repository.js';
import type { ScimContext } from '../scim-context.js';

/** What a refused push writes: exactly the conflict and its event, in a transaction of their own, before it is answered. */
@Injectable()
export class RefusedPush {
  constructor(
    private readonly database: Database,
    private readonly conflicts: ConflictRepository,
    private readonly audit: AuditService,
  ) {}

  async record(ctx: ScimContext, conflict: ConflictDraft, at: Date): Promise<void> {
    await this.database.transaction(ctx.tenantId, async (tx) => {
      const events = await this.conflicts.record(tx, ctx.connection.id, [conflict], at);
      await this.audit.record(tx, ctx, events);
    });
  }
}
