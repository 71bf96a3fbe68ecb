import { resolve } from 'node:path';
import { z } from 'zod';
import type { AuditKey, Limits, RateLimit } from '../index.js';
import { parseAuditKey, parseAuditKeys } from './audit-key.js';
import { SECRETS, withSecretsFromFiles } from './secret-settings.js';
import {
  parseDatabaseUrl,
  parseLimits,
  parseMonths,
  parsePort,
  parsePublicUrl,
  parseRateLimit,
  parseTrustProxy,
  parseWorkers,
} from './setting-values.js';
import { StartError } from './start-error.js';

/** The settings of the standalone server, completed with their defaults and checked. */
export interface Settings {
  /** `PORT`: where the server listens (3000). */
  readonly port: number;
  /** `HOST`: the address it listens on (127.0.0.1). */
  readonly host: string;
  /** `WORKERS`: processes that listen there (1); `auto` and 0 are one for each core. */
  readonly workers: number;
  /** `DATABASE_URL`: a PostgreSQL of one's own, as the owner of the schema; undefined: the embedded one. */
  readonly databaseUrl?: string;
  /** `AUDIT_KEY`: the key of the event log; undefined: the one that is kept in `dataDir`. */
  readonly auditKey?: AuditKey;
  /** `PREVIOUS_AUDIT_KEYS`: keys that events were signed with before (none). */
  readonly previousAuditKeys: readonly AuditKey[];
  /** `AUDIT_RETENTION_MONTHS`: whole months that events are kept (24); null (`forever`): no end. */
  readonly auditRetentionMonths: number | null;
  /** `DATA_DIR`: what the server keeps beside the database (./data). Absolute. */
  readonly dataDir: string;
  /** `PUBLIC_URL`: what clients see (`http://HOST:PORT`); may hold `{tenant}`. No slash at its end. */
  readonly publicUrl: string;
  /** Where the server is reached on its own machine. */
  readonly localUrl: string;
  /** `ADMIN_KEY`: the owner's key on an empty database; undefined: one is made and shown once. */
  readonly adminKey?: string;
  /** `DEMO`: whether an empty database gets a demo tenant (true outside of production). */
  readonly demo: boolean;
  /** `LOG_LEVEL` (info). */
  readonly logLevel: LogLevel;
  /** `TRUST_PROXY`: the number of proxies in front, or their networks (0). Never everyone. */
  readonly trustProxy: number | string[];
  /** `RATE_LIMIT`: of an identity provider that has no limit of its own (100/500); null (`off`): unlimited. */
  readonly rateLimit: RateLimit | null;
  /** `LIMITS`: how much one request may hold, where it is not as much as by default. */
  readonly limits: Partial<Limits>;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

/** From the fewest words to the most. */
export type LogLevel = (typeof LOG_LEVELS)[number];

const SCHEMA = z.object({
  PORT: setting(parsePort, 'give a whole number from 1 to 65535.').default(3000),
  HOST: matching(/^[\w.:-]+$/, 'give one address or host name to listen on, such as 127.0.0.1 or 0.0.0.0.').default(
    '127.0.0.1',
  ),
  WORKERS: setting(parseWorkers, 'give a number of processes from 1 to 64, or auto for one for each core.').default(1),
  DATABASE_URL: setting(parseDatabaseUrl, 'give postgresql://user:password@host:5432/database.').optional(),
  AUDIT_KEY: setting(parseAuditKey, 'give "id:secret", the secret in base64url and at least 32 bytes long.').optional(),
  PREVIOUS_AUDIT_KEYS: setting(
    parseAuditKeys,
    'give keys as for AUDIT_KEY, separated by commas, each under an id of its own.',
  ).default([]),
  AUDIT_RETENTION_MONTHS: setting(parseMonths, 'give whole months, from 1 to 1200, or forever.').default(24),
  DATA_DIR: z.string().default('./data'),
  PUBLIC_URL: setting(
    parsePublicUrl,
    'give an http or https URL; {tenant} may stand in it as the first label of the host.',
  ).optional(),
  ADMIN_KEY: matching(
    /^[!-~]{24,256}$/,
    'give 24 to 256 ASCII characters without blanks, or leave it out and one is made.',
  ).optional(),
  DEMO: z.enum(['true', 'false'], { error: 'give true or false.' }).optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `give one of ${LOG_LEVELS.join(', ')}.` }).default('info'),
  TRUST_PROXY: setting(
    parseTrustProxy,
    'give the number of proxies in front (0 to 16), or a list of their addresses and networks; everyone cannot be trusted.',
  ).default(0),
  RATE_LIMIT: setting(parseRateLimit, 'give requests a second and burst, such as 100/500, or off.').default({
    perSecond: 100,
    burst: 500,
  }),
  LIMITS: setting(
    parseLimits,
    'give name=number, separated by commas, such as pageSize=500,bodyBytes=4194304; the guide to operations says the names and what each may be.',
  ).default({}),
  NODE_ENV: z.string().optional(),
});

/**
 * Reads the settings from the environment; an empty value is none. Secrets may come from files (`ADMIN_KEY_FILE`).
 * @throws StartError that names every problem with its remedy, and shows no secret.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const { values, problems } = withSecretsFromFiles(environment);
  const result = SCHEMA.safeParse(values);
  const wrong = result.error?.issues.map((issue) => problemOf(String(issue.path[0]), issue.message, values)) ?? [];
  if (!result.success || problems.length > 0) throw refusal([...problems, ...wrong]);
  return settingsOf(result.data);
}

function settingsOf(values: z.output<typeof SCHEMA>): Settings {
  const localUrl = localUrlOf(values.HOST, values.PORT);
  return {
    port: values.PORT,
    host: values.HOST,
    workers: values.WORKERS,
    databaseUrl: values.DATABASE_URL,
    auditKey: values.AUDIT_KEY,
    previousAuditKeys: values.PREVIOUS_AUDIT_KEYS,
    auditRetentionMonths: values.AUDIT_RETENTION_MONTHS,
    dataDir: resolve(values.DATA_DIR),
    publicUrl: values.PUBLIC_URL ?? localUrl,
    localUrl,
    adminKey: values.ADMIN_KEY,
    demo: values.DEMO === undefined ? values.NODE_ENV !== 'production' : values.DEMO === 'true',
    logLevel: values.LOG_LEVEL,
    trustProxy: values.TRUST_PROXY,
    rateLimit: values.RATE_LIMIT,
    limits: values.LIMITS,
  };
}

/** An address that means "any" is no address to call. */
function localUrlOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function problemOf(name: string, remedy: string, values: Readonly<Record<string, string>>): string {
  return `${name}${SECRETS.includes(name) ? '' : ` "${values[name]}"`} is not valid: ${remedy}`;
}

function refusal(problems: readonly string[]): StartError {
  const lines = problems.map((problem) => `  ${problem}`);
  return new StartError(['The server cannot start with these settings:', ...lines].join('\n'));
}

/** A setting that `parse` reads, or answers undefined. */
function setting<T>(parse: (text: string) => T | undefined, remedy: string) {
  return z.string().transform((text, context): T => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: remedy });
    return z.NEVER;
  });
}

function matching(pattern: RegExp, remedy: string) {
  return z.string().regex(pattern, { error: remedy });
}
