import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { EVENTS } from '../audit/record-events.js';
import type { SealedEvent } from '../audit/seal-event.js';
import { Database } from '../database/database.js';
import { TenantQueues } from '../database/tenant-queues.js';
import { isUniqueViolation } from '../database/unique-violation.js';
import { DirectoryHooks } from '../hooks/directory-hooks.service.js';
import type { ScimContext } from '../scim-context.js';
import type { ScimError } from '../kernel/error/scim-error.js';
import type { Change } from './change.js';
import { asPlainCreate, asPlainUpdate, numbered, type PlainCreate, type PlainUpdate } from './plain-change.js';
import { TakenValue } from './claim-unique.js';
import { CREATE_USERS, NEWCOMERS } from './create-statement.js';
import { ManifoldChange } from './manifold-change.js';
import { REVISIONS, UPDATE_USERS } from './update-statement.js';

/**
 * What came of a change. `stale` wrote nothing, since what it was decided on holds no more; `taken` wrote nothing, since another user has a
 * value that is to be unique.
 */
export type Written =
  | { readonly kind: 'written'; readonly groups: string | null }
  | { readonly kind: 'stale' }
  | { readonly kind: 'taken'; readonly error: ScimError };

/**
 * Carries a change out, whole or not at all. One user with one person is one statement and one round trip, shared with whoever waits at the same
 * moment; what touches more, or may end a conflict, is a transaction of a statement a row.
 */
@Injectable()
export class ChangeRepository {
  private readonly creates = new TenantQueues<PlainCreate & Sealed, Outcome>((tenantId, creates) =>
    this.runCreates(tenantId, creates),
  );
  private readonly updates = new TenantQueues<PlainUpdate & Sealed, Outcome>((tenantId, updates) =>
    this.runUpdates(tenantId, updates),
  );

  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly manifold: ManifoldChange,
    private readonly hooks: DirectoryHooks,
  ) {}

  async write(ctx: ScimContext, change: Change): Promise<Written> {
    return orStale(async () => {
      const written = await this.writePlain(ctx, change);
      return written.kind === 'written' ? written : this.manifold.write(ctx, change);
    });
  }

  /** For a change that was decided on a hope: one statement, and if that does not hold, the facts are to be read first. */
  async writeHopefully(ctx: ScimContext, change: Change): Promise<Written> {
    return orStale(() => this.writePlain(ctx, change));
  }

  /** Stale also where one statement cannot hold the change: nobody can take part in one. */
  private async writePlain(ctx: ScimContext, change: Change): Promise<Outcome> {
    if (this.hooks.isWatched) return { kind: 'stale' };
    const events = () => this.audit.seal(ctx.tenantId, ctx, change.events, change.answer.lastModified);
    const create = asPlainCreate(ctx, change);
    if (create) return this.creates.add(ctx.tenantId, { events: events(), baseUrl: ctx.baseUrl, ...create });
    const update = asPlainUpdate(change);
    if (update) return this.updates.add(ctx.tenantId, { events: events(), baseUrl: ctx.baseUrl, ...update });
    return { kind: 'stale' };
  }

  private async runCreates(tenantId: string, creates: readonly (PlainCreate & Sealed)[]): Promise<readonly Outcome[]> {
    const values = [
      tenantId,
      ...NEWCOMERS.values(creates),
      ...EVENTS.values(numbered(creates.map(({ events }) => events))),
    ];
    return outcomes(creates.length, await this.database.query<OutcomeRow>(tenantId, CREATE_USERS, values));
  }

  private async runUpdates(tenantId: string, updates: readonly (PlainUpdate & Sealed)[]): Promise<readonly Outcome[]> {
    const values = [
      tenantId,
      updates.map(({ baseUrl }) => baseUrl),
      ...REVISIONS.values(updates),
      ...EVENTS.values(numbered(updates.map(({ events }) => events))),
    ];
    return outcomes(updates.length, await this.database.query<OutcomeRow>(tenantId, UPDATE_USERS, values));
  }
}

type Outcome = Written;

interface Sealed {
  readonly events: readonly SealedEvent[];
  readonly baseUrl: string;
}

interface OutcomeRow extends Record<string, unknown> {
  readonly n: number;
  readonly groups?: string | null;
}

/** Who is not in the answer wrote nothing. */
function outcomes(count: number, rows: readonly OutcomeRow[]): readonly Outcome[] {
  const byNumber = new Map(rows.map((row) => [row.n, row]));
  return Array.from({ length: count }, (_, n) => {
    const row = byNumber.get(n);
    return row ? { kind: 'written', groups: row.groups ?? null } : { kind: 'stale' };
  });
}

async function orStale(write: () => Promise<Written>): Promise<Written> {
  try {
    return await write();
  } catch (error) {
    // Somebody took the name, the key or the address between the decision and the write.
    if (isUniqueViolation(error)) return { kind: 'stale' };
    if (error instanceof TakenValue) return { kind: 'taken', error: error.refusal };
    throw error;
  }
}
