import type { InboundScimOptions } from './inbound-scim.options.js';
import type { AuditKey, InboundScimSettings } from './inbound-scim.settings.js';

const MIN_KEY_BYTES = 32;
const MAX_KEY_ID_LENGTH = 64;
const DEFAULT_RETENTION_MONTHS = 24;
const DEFAULT_RATE_LIMIT = { perSecond: 100, burst: 500 };

/** Options, completed and checked. @throws Error naming every option that is wrong, and what would be right */
export function settingsOf(options: InboundScimOptions, path: string, adminPath: string | false): InboundScimSettings {
  const problems = problemsOf(options);
  if (problems.length > 0)
    throw new Error(`InboundScimModule cannot start:\n${problems.map((one) => `- ${one}`).join('\n')}`);
  return {
    path: trimmed(path),
    adminPath: adminPath === false ? false : trimmed(adminPath),
    publicUrl: options.publicUrl.replace(/\/+$/, ''),
    auditKey: options.auditKey,
    previousAuditKeys: options.previousAuditKeys ?? [],
    auditRetentionMonths:
      options.auditRetentionMonths === undefined ? DEFAULT_RETENTION_MONTHS : options.auditRetentionMonths,
    upkeep: options.upkeep ?? true,
    fence: options.fence ?? 'off',
    rateLimit: options.rateLimit === undefined ? DEFAULT_RATE_LIMIT : options.rateLimit,
    clock: options.clock ?? (() => new Date()),
  };
}

function problemsOf({
  publicUrl,
  auditKey,
  previousAuditKeys = [],
  auditRetentionMonths,
}: InboundScimOptions): string[] {
  return [
    ...(isHttpUrl(publicUrl) ? [] : ['publicUrl must be an http or https URL, such as https://scim.example.com.']),
    ...problemsOfKey('auditKey', auditKey),
    ...previousAuditKeys.flatMap((key, index) => problemsOfKey(`previousAuditKeys[${index}]`, key)),
    ...problemsOfIds([auditKey, ...previousAuditKeys]),
    ...(isMonths(auditRetentionMonths) ? [] : ['auditRetentionMonths must be a whole number from 1 on, or null.']),
  ];
}

function problemsOfKey(name: string, key: AuditKey | undefined): string[] {
  const { id = '', secret } = key ?? {};
  return [
    ...((secret?.length ?? 0) >= MIN_KEY_BYTES ? [] : [`${name}.secret must have at least ${MIN_KEY_BYTES} bytes.`]),
    ...(id ? [] : [`${name}.id must name the key, such as "2026-1".`]),
    ...(id.length > MAX_KEY_ID_LENGTH ? [`${name}.id must have at most ${MAX_KEY_ID_LENGTH} characters.`] : []),
  ];
}

function problemsOfIds(keys: readonly (AuditKey | undefined)[]): string[] {
  const ids = keys.map((key) => key?.id);
  return new Set(ids).size === ids.length ? [] : ['auditKey and previousAuditKeys must each have an id of its own.'];
}

function isMonths(months: number | null | undefined): boolean {
  return months === undefined || months === null || (Number.isInteger(months) && months >= 1);
}

function isHttpUrl(text: string): boolean {
  const example = text?.replace('{tenant}', 'tenant') ?? '';
  return URL.canParse(example) && /^https?:/i.test(example);
}

function trimmed(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}
