import { cannotStart } from './cannot-start.js';
import type { InboundScimExtras, InboundScimOptions } from './inbound-scim.options.js';
import type { InboundScimSettings } from './inbound-scim.settings.js';
import { limitsOf } from './limits-of.js';
import { problemsOfOptions } from './problems-of-options.js';

const DEFAULT_RETENTION_MONTHS = 24;
const DEFAULT_RATE_LIMIT = { perSecond: 100, burst: 500 };

/** The prefixes of our routes, and where the application mounts what has such a prefix. */
export interface Routes {
  readonly path: string;
  readonly adminPath: string | false;
  readonly mountedAt: (path: string) => string;
  /** What was said beside the options; the options themselves where nothing makes them. */
  readonly extras?: object;
}

/** Options, completed and checked. @throws Error naming every option that is wrong, and what would be right */
export function settingsOf(options: InboundScimOptions, routes: Routes): InboundScimSettings {
  const problems = [...problemsOfPlace(options, routes.extras), ...problemsOfOptions(options, routes)];
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

/** What a factory makes of these would come too late, and be passed over. */
function problemsOfPlace(options: InboundScimOptions, extras: object = options): readonly string[] {
  return EARLY.filter((name) => Object.hasOwn(options, name) && !Object.hasOwn(extras, name)).map(
    (name) => `${name} is said beside useFactory, not in what it makes.`,
  );
}

const EARLY: readonly (keyof InboundScimExtras)[] = ['path', 'adminPath', 'dataSource', 'maintenance', 'imports'];

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
    limits: limitsOf(options.limits),
    tenantOf: options.tenantOf,
    adminGuard: options.adminGuard,
    routeMetadata: options.routeMetadata ?? {},
    emitEvents: options.emitEvents ?? false,
    logger: options.logger,
    clock: options.clock ?? (() => new Date()),
  };
}
