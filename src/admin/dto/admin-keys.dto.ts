import { IsIn, IsUUID, MaxLength } from 'class-validator';
import { ADMIN_ROLES } from '../administrator.js';
import { IsInstant } from './is-instant.js';
import { IsStorableText } from './is-storable-text.js';
import { Optional } from './optional.js';
import { MAX_NAME_LENGTH } from './tenants.dto.js';

/** A new admin key. */
export class CreateAdminKeyDto {
  /** @example "Help desk" */
  @IsStorableText()
  @MaxLength(MAX_NAME_LENGTH)
  name: string;

  /** `auditor` reads; `admin` changes settings and people; `owner` may do everything. */
  @IsIn(ADMIN_ROLES)
  role: 'auditor' | 'admin' | 'owner';

  /** The only tenant that exists for the key; without it every one. */
  @Optional()
  @IsUUID('loose', { message: 'tenantId must be a UUID' })
  tenantId?: string;

  /** Without it the key holds until it is revoked. */
  @Optional()
  @IsInstant()
  expiresAt?: Date;
}

/** An admin key; of the key itself its first characters. */
export class AdminKeyDto {
  id: string;
  name: string;
  role: 'auditor' | 'admin' | 'owner';
  /** Null: it serves every tenant. */
  tenantId: string | null;
  prefix: string;
  state: 'live' | 'expired' | 'revoked';
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

/** An admin key at the only moment when it can be read. */
export class MintedAdminKeyDto extends AdminKeyDto {
  /** Shown only here, only once. */
  plaintext: string;
}

/** Admin keys, newest first. */
export class AdminKeyPageDto {
  items: AdminKeyDto[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Whose key was presented. */
export class MeDto {
  keyId?: string;
  name: string;
  role: 'auditor' | 'admin' | 'owner';
  /** Null: every tenant. */
  tenantId: string | null;
}
