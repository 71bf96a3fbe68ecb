import { cannotStart } from './cannot-start.js';
import type { InboundScimOptions } from './inbound-scim.options.js';
import type { InboundScimSettings } from './inbound-scim.settings.js';
import { problemsOfOptions } from './problems-of-options.js';

const DEFAULT_RETENTION_MONTHS = 24;
const DEFAULT_RATE_LIMIT = { perSecond: 100, burst: 500 };

/** The prefixes of our routes, and where the application mounts what has such a prefix. */
export interface Routes {
  readonly path: string;
  readonly adminPath: string | false;
  readonly mountedAt: (path: string) => string;
}

/** Options, completed and checked. @throws Error naming every option that is wrong, and what would be right */
export function settingsOf(options: InboundScimOptions, routes: Routes): InboundScimSettings {
  const problems = problemsOfOptions(options, routes);
  if (problems.length > 0) throw cannotStart(...problems);
  const { path, adminPath, mountedAt } = routes;
  return {
    // Asked each time: the application sets its prefix after this.
    get path() {
      return mountedAt(path);
    },
    get adminPath() {
      return adminPath !== false && mountedAt(adminPath);
    },
    ...completed(options),
  };
}

function completed(options: InboundScimOptions): Omit<InboundScimSettings, 'path' | 'adminPath'> {
  const { publicUrl, auditRetentionMonths: months, rateLimit } = options;
  return {
    publicUrl: typeof publicUrl === 'function' ? publicUrl : publicUrl.replace(/\/$/, ''),
    auditKey: options.auditKey,
    previousAuditKeys: options.previousAuditKeys ?? [],
    auditRetentionMonths: months === undefined ? DEFAULT_RETENTION_MONTHS : months,
    runMigrations: options.runMigrations ?? false,
    upkeep: options.upkeep ?? true,
    fence: options.fence ?? 'off',
    rateLimit: rateLimit === undefined ? DEFAULT_RATE_LIMIT : rateLimit,
    tenantOf: options.tenantOf,
    adminGuard: options.adminGuard,
    routeMetadata: options.routeMetadata ?? {},
    emitEvents: options.emitEvents ?? false,
    clock: options.clock ?? (() => new Date()),
  };
}
