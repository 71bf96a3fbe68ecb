import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { OWNER_DATA_SOURCE } from '../inbound-scim.settings.js';
import { Collector } from '../tokens/collector.js';

/** Keys that are noted between two writes. */
export const MAX_NOTED_KEYS = 10_000;

interface KeyUse {
  readonly keyId: string;
  readonly at: Date;
}

const WRITE = `
  UPDATE inbound_scim.admin_key SET last_used_at = used.at
  FROM unnest($1::uuid[], $2::timestamptz[]) AS used(id, at)
  WHERE admin_key.id = used.id AND (admin_key.last_used_at IS NULL OR admin_key.last_used_at < used.at)`;

/** When each admin key was used last. */
@Injectable()
export class AdminKeyUses extends Collector<KeyUse> {
  constructor(@Inject(OWNER_DATA_SOURCE) private readonly owner: DataSource) {
    super(MAX_NOTED_KEYS);
  }

  used(keyId: string, at: Date): void {
    this.note(keyId, { keyId, at });
  }

  protected merge(_earlier: KeyUse, later: KeyUse): KeyUse {
    return later;
  }

  protected async write(uses: readonly KeyUse[]): Promise<void> {
    await this.owner.query(WRITE, [uses.map(({ keyId }) => keyId), uses.map(({ at }) => at)]);
  }
}
