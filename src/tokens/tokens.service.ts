import { Inject, Injectable } from '@nestjs/common';
import { IsNull, LessThan, MoreThan } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { type Administrator, originOf } from '../admin/administrator.js';
import { mapPage, type Page, type PageRequest, pageOf } from '../admin/page.js';
import { Problem } from '../admin/problem.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { AuditService } from '../audit/audit.service.js';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { assertNotEnding } from '../tenants/assert-not-ending.js';
import { findIdentityProvider, lockIdentityProvider } from '../tenants/find-identity-provider.js';
import { hashOf, mintSecret, shownPrefix } from './secret.js';
import { TokenLookup } from './token-lookup.js';
import { TokenUses } from './token-uses.js';
import { type MintedToken, type TokenView, viewOf } from './token-view.js';
import { Token } from './token.entity.js';

/** Live tokens of one identity provider: enough to change them without a gap, few enough to oversee. */
export const MAX_LIVE_TOKENS = 20;

/** In characters. */
export const MAX_TOKEN_NAME_LENGTH = 100;

export interface NewToken {
  readonly name: string;
  /** Without it the token holds until it is revoked. */
  readonly expiresAt?: Date;
}

/** The bearer tokens of an identity provider. */
@Injectable()
export class TokensService {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
    private readonly audit: AuditService,
    private readonly lookup: TokenLookup,
    private readonly uses: TokenUses,
  ) {}

  /**
   * A new token; its plaintext is in this answer and nowhere else.
   *
   * @throws Problem 404; 400 for an end in the past; 409 when there are `MAX_LIVE_TOKENS` already, or it is being ended
   */
  async mint(by: Administrator, tenantId: string, identityProviderId: string, input: NewToken): Promise<MintedToken> {
    const now = this.settings.clock();
    if (input.expiresAt && input.expiresAt <= now) throw alreadyExpired();
    const plaintext = mintSecret('iscim_');
    const token = await this.database.transaction(tenantId, async (tx) => {
      await lockIdentityProvider(tx, identityProviderId);
      await assertNotEnding(tx, identityProviderId);
      await assertRoomForOne(tx, identityProviderId, now);
      const row = { ...newRow(by, input, now), ...secretColumns(plaintext), tenantId, identityProviderId };
      await tx.manager.getRepository(Token).insert(row);
      await this.audit.record(tx, originOf(by), [eventOf('scim_inbound_token_created', row)]);
      return row;
    });
    this.lookup.clear();
    return { ...viewOf(token, now), plaintext };
  }

  /** Newest first, revoked and expired ones included, with the uses that this instance has only noted yet. @throws Problem 404 */
  async list(tenantId: string, identityProviderId: string, { limit, after }: PageRequest): Promise<Page<TokenView>> {
    await this.uses.flush();
    const rows = await this.database.transaction(tenantId, async (tx) => {
      await findIdentityProvider(tx, identityProviderId);
      return tx.manager.getRepository(Token).find({
        where: { tenantId, identityProviderId, ...(after?.[0] !== undefined && { id: LessThan(after[0]) }) },
        order: { id: 'DESC' },
        take: limit + 1,
      });
    });
    const now = this.settings.clock();
    return mapPage(
      pageOf(rows, limit, ({ id }) => [id]),
      (row) => viewOf(row, now),
    );
  }

  /** From the next request on it is refused. Once more is no error. @throws Problem 404 */
  async revoke(by: Administrator, tenantId: string, identityProviderId: string, id: string): Promise<void> {
    await this.database.transaction(tenantId, async (tx) => {
      await lockIdentityProvider(tx, identityProviderId);
      const tokens = tx.manager.getRepository(Token);
      const token = await tokens.findOneBy({ tenantId, identityProviderId, id });
      if (!token) throw Problem.notFound('There is no such token.');
      if (token.revokedAt) return;
      await tokens.update({ tenantId, id }, { revokedAt: this.settings.clock() });
      await this.audit.record(tx, originOf(by), [eventOf('scim_inbound_token_revoked', token)]);
    });
    this.lookup.clear();
  }
}

function newRow(by: Administrator, { name, expiresAt }: NewToken, createdAt: Date) {
  const unused = { lastUsedAt: null, lastUsedFrom: null, revokedAt: null };
  return { id: uuidv7(), name, createdBy: by.name, createdAt, expiresAt: expiresAt ?? null, ...unused };
}

function secretColumns(plaintext: string) {
  return { prefix: shownPrefix(plaintext), hash: Buffer.from(hashOf(plaintext), 'hex') };
}

/** The lock on the identity provider keeps two from taking the last place. */
async function assertRoomForOne(
  { tenantId, manager }: Transaction,
  identityProviderId: string,
  now: Date,
): Promise<void> {
  const own = { tenantId, identityProviderId, revokedAt: IsNull() };
  const live = await manager.getRepository(Token).countBy([
    { ...own, expiresAt: IsNull() },
    { ...own, expiresAt: MoreThan(now) },
  ]);
  if (live >= MAX_LIVE_TOKENS) {
    throw Problem.conflict(`The identity provider has ${MAX_LIVE_TOKENS} live tokens; revoke one first.`);
  }
}

function eventOf(
  type: AuditEvent['type'],
  { id, name, identityProviderId }: Pick<Token, 'id' | 'name' | 'identityProviderId'>,
): AuditEvent {
  return { type, identityProviderId, target: { kind: 'token', id, name } };
}

function alreadyExpired(): Problem {
  return Problem.invalid([
    { pointer: '/expiresAt', detail: 'expiresAt is in the past; name a later moment or leave it out.' },
  ]);
}
