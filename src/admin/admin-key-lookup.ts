import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Row, Statement } from '../database/statement.js';
import { TenantConfigService } from '../tenants/tenant-config.service.js';
import { SecretLookup } from '../tokens/secret-lookup.js';
import type { AdminRole } from './administrator.js';

const FIND_KEY: Statement = { name: 'admin-key-find', text: 'SELECT * FROM inbound_scim.find_admin_key($1)' };

/** An admin key as it is stored. */
export interface FoundKey extends Row {
  readonly id: string;
  readonly tenant_id: string | null;
  readonly name: string;
  readonly role: AdminRole;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

/** Which admin key was presented, at most a second old; what is revoked on this instance is so at once. */
@Injectable()
export class AdminKeyLookup {
  private readonly lookup = new SecretLookup<FoundKey>((hash) => this.load(hash));

  constructor(
    private readonly database: Database,
    configs: TenantConfigService,
  ) {
    configs.onChange(() => this.clear()); // a tenant that is erased takes its keys along
  }

  find(key: string): FoundKey | undefined | Promise<FoundKey | undefined> {
    return this.lookup.find(key);
  }

  clear(): void {
    this.lookup.clear();
  }

  private async load(hash: string): Promise<FoundKey | undefined> {
    const [row] = await this.database.queryAtDoor<FoundKey>(FIND_KEY, [Buffer.from(hash, 'hex')]);
    return row;
  }
}
