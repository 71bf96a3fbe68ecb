import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Row, Statement } from '../database/statement.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { TenantConfigService } from '../tenants/tenant-config.service.js';
import { type Admission, admissionOf } from './admission.js';
import { SecretLookup } from './secret-lookup.js';

/** The function is the door in the fence: one hash in, at most one row out. */
const FIND_TOKEN: Statement = { name: 'token-find', text: 'SELECT * FROM inbound_scim.find_token($1)' };

interface TokenRow extends Row {
  readonly tenant_id: string;
  readonly id: string;
  readonly identity_provider_id: string;
  readonly name: string;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly config_version: string;
}

/**
 * What a bearer token stands for, at most a second old; whatever is changed on this instance counts at once.
 * A revoked token is found, too, so that its refusal can be told from an unknown one's.
 */
@Injectable()
export class TokenLookup {
  private readonly lookup = new SecretLookup<Admission>((hash) => this.load(hash));

  constructor(
    private readonly database: Database,
    private readonly configs: TenantConfigService,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {
    configs.onChange(() => this.clear());
  }

  /** The answer itself where it is known, else a promise of it. */
  find(token: string): Admission | undefined | Promise<Admission | undefined> {
    return this.lookup.find(token);
  }

  /** After a token of this instance was revoked. */
  clear(): void {
    this.lookup.clear();
  }

  private async load(hash: string): Promise<Admission | undefined> {
    const [row] = await this.database.queryAtDoor<TokenRow>(FIND_TOKEN, [Buffer.from(hash, 'hex')]);
    if (!row) return undefined;
    const config = await this.configs.config(row.tenant_id, row.config_version);
    return admissionOf(foundToken(row), config, this.settings);
  }
}

function foundToken(row: TokenRow) {
  return {
    id: row.id,
    name: row.name,
    identityProviderId: row.identity_provider_id,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  };
}
