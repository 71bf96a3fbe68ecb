import type { LoggerService } from '@nestjs/common';
import type { FenceMode } from './database/fence.js';
import type { AdminGuard, TenantResolver } from './inbound-scim.options.js';
import type { Limits } from './kernel/limits.js';
import type { PublicUrl } from './tenants/base-url.js';

/** The options of `InboundScimModule`, completed with their defaults and checked: what the modules inject. */
export interface InboundScimSettings {
  /** Prefix of the SCIM routes as clients see it, behind that of the application. Without slashes at its ends. */
  readonly path: string;
  /** Prefix of the admin routes, likewise; false: there are none. */
  readonly adminPath: string | false;
  /** What clients see of this service; may hold `{tenant}`, and then the host name must be the tenant's. No slash at its end. */
  readonly publicUrl: PublicUrl;
  /** The key that events are signed with from now on; never in the database. */
  readonly auditKey: AuditKey;
  /** Keys that events were signed with before. */
  readonly previousAuditKeys: readonly AuditKey[];
  /** Whole months that events are kept; null: for ever. */
  readonly auditRetentionMonths: number | null;
  /** Whether this instance migrates the schema as it starts. */
  readonly runMigrations: boolean;
  /** Whether this instance does what has to be done by the clock. */
  readonly upkeep: boolean;
  readonly fence: FenceMode;
  /** Authenticated requests of a connection that has no limit of its own; null: unlimited. */
  readonly rateLimit: RateLimit | null;
  readonly limits: Limits;
  readonly tenantOf?: TenantResolver;
  readonly adminGuard?: AdminGuard;
  readonly routeMetadata: Readonly<Record<string, unknown>>;
  readonly emitEvents: boolean;
  /** Undefined: the application's own. */
  readonly logger?: LoggerService;
  readonly clock: () => Date;
}

export interface AuditKey {
  /** Names the key in each event, so that keys can be changed. At most 64 characters. */
  readonly id: string;
  /** At least 32 bytes. */
  readonly secret: Buffer;
}

/** A token bucket: `burst` requests at once, refilled by `perSecond`. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

export const SETTINGS = Symbol('inbound-scim settings');

/** The DataSource that requests run on. */
export const DATA_SOURCE = Symbol('inbound-scim data source');

/** The DataSource of the schema's owner, for migrations and maintenance; the same as `DATA_SOURCE` where a host has but one. */
export const OWNER_DATA_SOURCE = Symbol('inbound-scim owner data source');
