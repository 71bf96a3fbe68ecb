import type { ExecutionContext, InjectionToken, LoggerService, ModuleMetadata } from '@nestjs/common';
import type { Request } from 'express';
import type { AdminRole } from './admin/administrator.js';
import type { FenceMode } from './database/fence.js';
import type { AuditKey, RateLimit } from './inbound-scim.settings.js';
import type { Limits } from './kernel/limits.js';
import type { PublicUrl } from './tenants/base-url.js';

/**
 * What `InboundScimModule` is told. A wrong option stops the start; the error names every one that is wrong, and what would be right.
 */
export interface InboundScimOptions {
  /**
   * What clients see of this service, for example `https://scim.example.com`, or `https://{tenant}.example.com` where each tenant has a
   * host name of its own; a request under another tenant's name is then refused. Or a function that tells the URL of a tenant (undefined: of
   * a request that has no token). A global prefix of the application is added. Required.
   */
  readonly publicUrl: PublicUrl;
  /** The key of the event log, at least 32 bytes, kept outside the database. Required. */
  readonly auditKey: AuditKey;
  /** Keys that the event log was signed with before; without them `verify` cannot judge what they signed. Default none. */
  readonly previousAuditKeys?: readonly AuditKey[];
  /** Whole months that events are kept, at least 1; older ones are removed, and the log tells so. null: for ever. Default 24. */
  readonly auditRetentionMonths?: number | null;
  /**
   * Whether this instance migrates the schema as it starts, one instance at a time, with a connection of its own and a table of migrations of
   * its own. Default false: the application has `migrations` among its own, and the start fails where they have not run.
   */
  readonly runMigrations?: boolean;
  /** Whether this instance seals the event log and keeps the tables in order; one instance at least has to. Default true. */
  readonly upkeep?: boolean;
  /** How the tenant is told to row-level security; see `FenceMode`. Default `off`: the pool is the host's. */
  readonly fence?: FenceMode;
  /** Requests a second, and at once, for identity providers without a limit of their own; null: unlimited. Default 100 and 500. */
  readonly rateLimit?: RateLimit | null;
  /** How much one request may hold; see `Limits`, and `LIMIT_RANGES` for what each may be. Default for each left out: `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>;
  /**
   * The id of the tenant that a SCIM request is for, as the application tells it by a domain or path of its own; undefined: of none. A token of
   * another tenant is refused. Default: the token alone decides, and the host name where `publicUrl` holds `{tenant}`.
   */
  readonly tenantOf?: TenantResolver;
  /** Who asks under the admin prefix, instead of admin keys; see `AdminGuard`. Default: admin keys. */
  readonly adminGuard?: AdminGuard;
  /**
   * Metadata for all our routes, by which guards of the application's know whom to let pass: `{ isPublic: true }` for the `@Public()` of Nest's
   * documentation. Our own guards stay. Default none.
   */
  readonly routeMetadata?: Readonly<Record<string, unknown>>;
  /** Whether changes are told to the application's `EventEmitter2` after their commit, as `inbound-scim.<type>`. Default false. */
  readonly emitEvents?: boolean;
  /** Where what there is to say goes, for each process one. Default: the application's own logger, as Nest has it. */
  readonly logger?: LoggerService;
  /** The time, for tests. Default the system's. */
  readonly clock?: () => Date;
}

/** What must be known before the options are: where the routes stand, and on which connections they run. */
export interface InboundScimExtras {
  /** Prefix of the SCIM routes: segments of letters, digits, `-`, `.`, `_`, `~`. Default `scim/v2/inbound`. */
  readonly path?: string;
  /** Prefix of the admin routes, outside of `path`; false: none. Default `admin/v1`. */
  readonly adminPath?: string | false;
  /** The TypeORM connection that requests run on. Default: the default connection. */
  readonly dataSource?: DataSourceReference;
  /** The connection of the schema's owner, for maintenance. Default: that of `dataSource`. */
  readonly maintenance?: DataSourceReference;
  /** Modules that export the connection, where it is not TypeOrmModule's; and what `inject` of `forRootAsync` needs. Default none. */
  readonly imports?: ModuleMetadata['imports'];
}

/** The name of a connection of `TypeOrmModule`, or the token that the application provides its DataSource under. */
export type DataSourceReference = string | { readonly token: InjectionToken };

/** The id of a tenant; undefined where the request is for none. */
export type TenantResolver = (request: Request) => string | undefined | Promise<string | undefined>;

/**
 * Who asks for an administrator's act, by the application's own sessions say; undefined: nobody, and the answer is 401. What it throws is
 * answered as a problem (RFC 9457) of its status.
 */
export type AdminGuard = (
  context: ExecutionContext,
) => HostAdministrator | undefined | Promise<HostAdministrator | undefined>;

/** An administrator that the application knows. */
export interface HostAdministrator {
  /** What the event log calls them. */
  readonly name: string;
  /** An `auditor` reads, an `admin` changes settings and people, an `owner` may do everything. */
  readonly role: AdminRole;
  /** Nothing but this tenant exists for them; absent: all do. */
  readonly tenantId?: string;
}
