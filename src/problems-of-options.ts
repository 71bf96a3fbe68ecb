import type { LoggerService } from '@nestjs/common';
import { FENCE_MODES } from './database/fence.js';
import type { InboundScimOptions } from './inbound-scim.options.js';
import type { AuditKey, RateLimit } from './inbound-scim.settings.js';
import { problemsOfLimits } from './problems-of-limits.js';

const MIN_KEY_BYTES = 32;
const MAX_KEY_ID_LENGTH = 64;

/** Segments that mean themselves in a route: no parameter, no pattern. */
const PREFIX = /^\/?[\w.~-]+(\/[\w.~-]+)*\/?$/;

type Prefixes = { readonly path: string; readonly adminPath: string | false };

/** Everything that is wrong with what the module was told, each with what would be right. */
export function problemsOfOptions(options: InboundScimOptions, prefixes: Prefixes): readonly string[] {
  const { publicUrl, auditKey, previousAuditKeys = [], auditRetentionMonths, fence, rateLimit } = options;
  return [
    ...problemsOfPrefixes(prefixes),
    ...(isPublicUrl(publicUrl) ? [] : ['publicUrl must be an http or https URL, such as https://scim.example.com.']),
    ...problemsOfKey('auditKey', auditKey),
    ...problemsOfPreviousKeys(auditKey, previousAuditKeys),
    ...(isMonths(auditRetentionMonths) ? [] : ['auditRetentionMonths must be a whole number from 1 on, or null.']),
    ...(fence === undefined || FENCE_MODES.includes(fence) ? [] : [`fence must be one of ${FENCE_MODES.join(', ')}.`]),
    ...(isLimit(rateLimit) ? [] : ['rateLimit must be { perSecond, burst }, both more than 0, or null for none.']),
    ...problemsOfLimits(options.limits),
    ...(isLogger(options.logger) ? [] : [`logger must be a LoggerService: an object with ${LOGGED.join(', ')}.`]),
    ...problemsOfFlags(options),
    ...(isMetadata(options.routeMetadata) ? [] : ['routeMetadata must be an object such as { isPublic: true }.']),
    ...problemsOfFunctions(options),
  ];
}

function problemsOfPrefixes({ path, adminPath }: Prefixes): string[] {
  const isWrong = (prefix: string | false) => prefix !== false && (typeof prefix !== 'string' || !PREFIX.test(prefix));
  return [
    ...(isWrong(path) ? ['path must be a prefix such as scim/v2/inbound.'] : []),
    ...(isWrong(adminPath) ? ['adminPath must be a prefix such as admin/v1, or false for no admin routes.'] : []),
    ...(adminPath !== false && areNested(String(path), String(adminPath))
      ? ['path and adminPath must not lie in each other.']
      : []),
  ];
}

function areNested(one: string, other: string): boolean {
  const [first, second] = [one, other].map((prefix) => `${prefix.replace(/^\/|\/$/g, '').toLowerCase()}/`);
  return first !== undefined && second !== undefined && (first.startsWith(second) || second.startsWith(first));
}

function isPublicUrl(url: InboundScimOptions['publicUrl']): boolean {
  return typeof url === 'function' || (typeof url === 'string' && isHttpUrl(url));
}

/** `{tenant}` stands for a label, which is checked with one in its place. */
function isHttpUrl(url: string): boolean {
  const example = url.replaceAll('{tenant}', 'acme');
  return URL.canParse(example) && /^https?:$/.test(new URL(example).protocol);
}

function problemsOfKey(name: string, key: AuditKey | undefined): string[] {
  const { id = '', secret } = key ?? {};
  return [
    ...(isSecret(secret) ? [] : [`${name}.secret must have at least ${MIN_KEY_BYTES} bytes, in a Buffer.`]),
    ...(id ? [] : [`${name}.id must name the key, such as "2026-1".`]),
    ...(id.length > MAX_KEY_ID_LENGTH ? [`${name}.id must have at most ${MAX_KEY_ID_LENGTH} characters.`] : []),
  ];
}

function isSecret(secret: Buffer | undefined): boolean {
  return Buffer.isBuffer(secret) && secret.length >= MIN_KEY_BYTES;
}

function problemsOfPreviousKeys(now: AuditKey | undefined, before: readonly AuditKey[]): string[] {
  const isList: boolean = Array.isArray(before);
  if (!isList) return ['previousAuditKeys must be a list of keys.'];
  return [
    ...before.flatMap((key, index) => problemsOfKey(`previousAuditKeys[${index}]`, key)),
    ...problemsOfIds([now, ...before]),
  ];
}

function problemsOfIds(keys: readonly (AuditKey | undefined)[]): string[] {
  const ids = keys.map((key) => key?.id);
  return new Set(ids).size === ids.length ? [] : ['auditKey and previousAuditKeys must each have an id of its own.'];
}

function isMonths(months: number | null | undefined): boolean {
  return months === undefined || months === null || (Number.isInteger(months) && months >= 1);
}

function isLimit(limit: RateLimit | null | undefined): boolean {
  return !limit || [limit.perSecond, limit.burst].every((number) => Number.isFinite(number) && number > 0);
}

/** The methods that every LoggerService has. */
const LOGGED = ['log', 'error', 'warn'] as const;

function isLogger(logger: LoggerService | undefined): boolean {
  if (logger === undefined) return true;
  return typeof logger === 'object' && logger !== null && LOGGED.every((name) => typeof logger[name] === 'function');
}

function problemsOfFlags(options: InboundScimOptions): string[] {
  return (['runMigrations', 'upkeep', 'emitEvents'] as const)
    .filter((name) => options[name] !== undefined && typeof options[name] !== 'boolean')
    .map((name) => `${name} must be true or false.`);
}

function isMetadata(metadata: InboundScimOptions['routeMetadata']): boolean {
  return metadata === undefined || (typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata));
}

function problemsOfFunctions(options: InboundScimOptions): string[] {
  return (['tenantOf', 'adminGuard', 'clock'] as const)
    .filter((name) => options[name] !== undefined && typeof options[name] !== 'function')
    .map((name) => `${name} must be a function.`);
}
