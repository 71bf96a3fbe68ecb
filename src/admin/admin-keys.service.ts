import { Inject, Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import type { AuditEvent } from '../audit/audit-event.js';
import { AuditService } from '../audit/audit.service.js';
import { SERVICE_TENANT } from '../audit/service-tenant.js';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { violatedConstraint } from '../tenants/violated-constraint.js';
import { mintSecret } from '../tokens/secret.js';
import { AdminKeyLookup } from './admin-key-lookup.js';
import { AdminKeyUses } from './admin-key-uses.js';
import { type AdminKeyView, type MintedAdminKey, viewOf } from './admin-key-view.js';
import { AdminKey } from './admin-key.entity.js';
import { type Administrator, originOf, SYSTEM } from './administrator.js';
import { assertOwnersRemain, lockKeys } from './last-owner.js';
import { type NewAdminKey, newRow } from './new-admin-key.js';
import { mapPage, type Page, type PageRequest, pageOf } from './page.js';
import { Problem } from './problem.js';

/** The keys of the admin API. An administrator of one tenant sees and makes that tenant's keys alone. */
@Injectable()
export class AdminKeysService {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
    private readonly audit: AuditService,
    private readonly lookup: AdminKeyLookup,
    private readonly uses: AdminKeyUses,
  ) {}

  /**
   * The first key, an owner's, where there is none yet; of several instances that start at once, one installs it.
   *
   * @returns undefined where there is a key already; `plaintext` only of a key that was made here
   * @throws Error for a text that is too short to be a key, or that cannot be sent in a header
   */
  async installFirst(given: string | undefined): Promise<{ readonly plaintext?: string } | undefined> {
    if (given !== undefined && !GIVEN_KEY.test(given)) throw new Error(UNFIT_KEY);
    const plaintext = given ?? mintSecret('iscim_admin_');
    const installed = await this.database.transaction(SERVICE_TENANT, async (tx) => {
      await lockKeys(tx);
      if (await tx.manager.getRepository(AdminKey).exists()) return false;
      await this.insert(tx, SYSTEM, newRow(SYSTEM, { name: 'first start', role: 'owner' }, plaintext, this.now()));
      return true;
    });
    this.lookup.clear();
    if (!installed) return undefined;
    return given === undefined ? { plaintext } : {};
  }

  /** A new key; its plaintext is in this answer and nowhere else. @throws Problem 400 */
  async mint(by: Administrator, input: NewAdminKey): Promise<MintedAdminKey> {
    const tenantId = input.tenantId ?? by.tenantId;
    if (by.tenantId !== undefined && tenantId !== by.tenantId) throw noSuchTenantInBody();
    if (input.expiresAt && input.expiresAt <= this.now()) throw alreadyExpired();
    const plaintext = mintSecret('iscim_admin_');
    const row = newRow(by, { ...input, tenantId }, plaintext, this.now());
    try {
      await this.database.transaction(tenantId ?? SERVICE_TENANT, (tx) => this.insert(tx, by, row));
    } catch (error) {
      throw violatedConstraint(error) === 'admin_key_tenant' ? noSuchTenantInBody() : error;
    }
    this.lookup.clear();
    return { ...viewOf(row, this.now()), plaintext };
  }

  /** Newest first, revoked and expired ones included. */
  async list(by: Administrator, { limit, after }: PageRequest): Promise<Page<AdminKeyView>> {
    await this.uses.flush();
    const rows = await this.keys.find({
      where: { ...visibleTo(by), ...(after?.[0] !== undefined && { id: LessThan(after[0]) }) },
      order: { id: 'DESC' },
      take: limit + 1,
    });
    const now = this.now();
    return mapPage(
      pageOf(rows, limit, ({ id }) => [id]),
      (row) => viewOf(row, now),
    );
  }

  /** From the next request on it is refused. Once more is no error. @throws Problem 404; 409 for the last owner of the service */
  async revoke(by: Administrator, id: string): Promise<void> {
    const key = await this.keys.findOneBy({ id, ...visibleTo(by) });
    if (!key) throw Problem.notFound('There is no such key.');
    await this.database.transaction(key.tenantId ?? SERVICE_TENANT, async (tx) => {
      await lockKeys(tx);
      const keys = tx.manager.getRepository(AdminKey);
      if ((await keys.findOneByOrFail({ id })).revokedAt) return;
      await assertOwnersRemain(tx, key, this.now());
      await keys.update({ id }, { revokedAt: this.now() });
      await this.audit.record(tx, originOf(by), [eventOf('admin_key_revoked', key)]);
    });
    this.lookup.clear();
  }

  private async insert(tx: Transaction, by: Administrator, row: AdminKey): Promise<void> {
    await tx.manager.getRepository(AdminKey).insert(row);
    await this.audit.record(tx, originOf(by), [eventOf('admin_key_created', row)]);
  }

  private now(): Date {
    return this.settings.clock();
  }

  /** The table is open to every request, in every fence. */
  private get keys() {
    return this.database.dataSource.getRepository(AdminKey);
  }
}

/** Long enough not to be guessed, and all of it can be sent in a header. */
const GIVEN_KEY = /^[\x21-\x7e]{24,256}$/;
const UNFIT_KEY = 'The admin key must have 24 to 256 characters, all of them visible ASCII.';

function visibleTo({ tenantId }: Administrator): { tenantId?: string } {
  return tenantId === undefined ? {} : { tenantId };
}

function eventOf(type: AuditEvent['type'], { id, name }: AdminKey): AuditEvent {
  return { type, target: { kind: 'admin_key', id, name } };
}

function noSuchTenantInBody(): Problem {
  return Problem.invalid([{ pointer: '/tenantId', detail: 'There is no such tenant.' }]);
}

function alreadyExpired(): Problem {
  return Problem.invalid([
    { pointer: '/expiresAt', detail: 'expiresAt is in the past; name a later moment or leave it out.' },
  ]);
}
