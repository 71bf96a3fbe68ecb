import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { OWNER_DATA_SOURCE } from '../inbound-scim.settings.js';
import { Collector } from './collector.js';

/** Tokens that are noted between two writes. */
export const MAX_NOTED_TOKENS = 100_000;

interface TokenUse {
  readonly tenantId: string;
  readonly tokenId: string;
  readonly at: Date;
  readonly from: string | null;
}

/** For all tenants at once, so on the owner's connection; another instance may have written a later use. */
const WRITE = `
  UPDATE inbound_scim.token SET last_used_at = used.at, last_used_from = used.source
  FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[]) AS used(tenant_id, id, at, source)
  WHERE token.tenant_id = used.tenant_id AND token.id = used.id
    AND (token.last_used_at IS NULL OR token.last_used_at < used.at)`;

/** When and from where each token was used last: the first thing an administrator looks at. */
@Injectable()
export class TokenUses extends Collector<TokenUse> {
  constructor(@Inject(OWNER_DATA_SOURCE) private readonly owner: DataSource) {
    super(MAX_NOTED_TOKENS);
  }

  used(tenantId: string, tokenId: string, at: Date, from: string | undefined): void {
    this.note(tokenId, { tenantId, tokenId, at, from: from ?? null });
  }

  protected merge(_earlier: TokenUse, later: TokenUse): TokenUse {
    return later;
  }

  protected async write(uses: readonly TokenUse[]): Promise<void> {
    await this.owner.query(WRITE, [
      uses.map(({ tenantId }) => tenantId),
      uses.map(({ tokenId }) => tokenId),
      uses.map(({ at }) => at),
      uses.map(({ from }) => from),
    ]);
  }
}
