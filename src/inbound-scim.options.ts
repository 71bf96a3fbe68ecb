import type { FenceMode } from './database/fence.js';
import type { AuditKey, RateLimit } from './inbound-scim.settings.js';

/** What `InboundScimModule` is told. */
export interface InboundScimOptions {
  /**
   * What clients see of this service, for example `https://scim.example.com`, or `https://{tenant}.example.com` where each tenant has a
   * host name of its own; a request under another tenant's name is then refused. Required.
   */
  readonly publicUrl: string;
  /** The key of the event log, at least 32 bytes, kept outside the database. Required. */
  readonly auditKey: AuditKey;
  /** Keys that the event log was signed with before; without them `verify` cannot judge what they signed. Default none. */
  readonly previousAuditKeys?: readonly AuditKey[];
  /** Whole months that events are kept, at least 1; older ones are removed, and the log tells so. null: for ever. Default 24. */
  readonly auditRetentionMonths?: number | null;
  /** Whether this instance seals the event log and keeps the tables in order; one instance at least has to. Default true. */
  readonly upkeep?: boolean;
  /** How the tenant is told to row-level security; see `FenceMode`. Default `off`: the pool is the host's. */
  readonly fence?: FenceMode;
  /** Requests a second, and at once, for identity providers without a limit of their own; null: unlimited. Default 100 and 500. */
  readonly rateLimit?: RateLimit | null;
  /** The time, for tests. Default the system's. */
  readonly clock?: () => Date;
}

/** What must be known before the options are: where the routes stand, and on which connections they run. */
export interface InboundScimExtras {
  /** Prefix of the SCIM routes. Default `scim/v2/inbound`. */
  readonly path?: string;
  /** Prefix of the admin routes; false: none. Default `admin/v1`. */
  readonly adminPath?: string | false;
  /** Name of the TypeORM connection that requests run on. Default: the default connection. */
  readonly dataSource?: string;
  /** Name of the connection of the schema's owner, for maintenance. Default: that of `dataSource`. */
  readonly maintenance?: string;
}
