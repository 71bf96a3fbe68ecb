import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { eventValues } from '../audit/record-events.js';
import { Database } from '../database/database.js';
import { isUniqueViolation } from '../database/unique-violation.js';
import type { ScimContext } from '../scim-context.js';
import type { Change } from './change.js';
import { asPlainCreate, asPlainUpdate, createValues, numbered, updateValues } from './change-values.js';
import { CREATE_USERS } from './create-statement.js';
import { ManifoldChange } from './manifold-change.js';
import { UPDATE_USERS } from './update-statement.js';

/** What came of a change: `stale` wrote nothing, since what it was decided on holds no more. */
export type Written = { readonly kind: 'written'; readonly groups: string | null } | { readonly kind: 'stale' };

/**
 * Carries a change out, whole or not at all. One user with one person is one statement and one round trip; what touches more, or may end a
 * conflict, is a transaction of a statement a row.
 */
@Injectable()
export class ChangeRepository {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly manifold: ManifoldChange,
  ) {}

  async write(ctx: ScimContext, change: Change): Promise<Written> {
    return orStale(async () => (await this.writePlain(ctx, change)) ?? (await this.manifold.write(ctx, change)));
  }

  /** For a change that was decided on a hope: one statement, and if that does not hold, the facts are to be read first. */
  async writeHopefully(ctx: ScimContext, change: Change): Promise<Written> {
    return orStale(async () => (await this.writePlain(ctx, change)) ?? { kind: 'stale' });
  }

  /** Undefined where one statement cannot hold the change, or did not find what it was decided on. */
  private async writePlain(ctx: ScimContext, change: Change): Promise<Written | undefined> {
    const at = change.answer.lastModified;
    const events = eventValues(numbered([this.audit.seal(ctx.tenantId, ctx, change.events, at)]));
    const create = asPlainCreate(change);
    if (create) {
      const values = [ctx.tenantId, ...createValues(ctx, [create]), ...events];
      const [row] = await this.database.query(ctx.tenantId, CREATE_USERS, values);
      return row && { kind: 'written', groups: null };
    }
    const update = asPlainUpdate(change);
    if (!update) return undefined;
    const values = [ctx.tenantId, ctx.baseUrl, ...updateValues([update]), ...events];
    const [row] = await this.database.query<{ groups: string | null }>(ctx.tenantId, UPDATE_USERS, values);
    return row && { kind: 'written', groups: row.groups };
  }
}

async function orStale(write: () => Promise<Written>): Promise<Written> {
  try {
    return await write();
  } catch (error) {
    // Somebody took the name, the key or the address between the decision and the write.
    if (isUniqueViolation(error)) return { kind: 'stale' };
    throw error;
  }
}
