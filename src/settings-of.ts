import type { InboundScimOptions } from './inbound-scim.options.js';
import type { InboundScimSettings } from './inbound-scim.settings.js';

const MIN_KEY_BYTES = 32;
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
    fence: options.fence ?? 'off',
    rateLimit: options.rateLimit === undefined ? DEFAULT_RATE_LIMIT : options.rateLimit,
    clock: options.clock ?? (() => new Date()),
  };
}

function problemsOf({ publicUrl, auditKey }: InboundScimOptions): string[] {
  return [
    ...(isHttpUrl(publicUrl) ? [] : ['publicUrl must be an http or https URL, such as https://scim.example.com.']),
    ...((auditKey?.secret?.length ?? 0) >= MIN_KEY_BYTES
      ? []
      : [`auditKey.secret must have at least ${MIN_KEY_BYTES} bytes.`]),
    ...(auditKey?.id ? [] : ['auditKey.id must name the key, such as "2026-1".']),
  ];
}

function isHttpUrl(text: string): boolean {
  const example = text?.replace('{tenant}', 'tenant') ?? '';
  return URL.canParse(example) && /^https?:/i.test(example);
}

function trimmed(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}
