import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { DEFAULT_LIMITS, LIMIT_RANGES, type Limits, type RateLimit } from '../index.js';

/** Each of these reads the text of one setting, and answers undefined when it cannot. */

/** A TCP port. */
export function parsePort(text: string): number | undefined {
  return inRange(text, 1, 65_535);
}

const MAX_WORKERS = 64;

/** A number of processes; `auto` and 0 are as many as there are cores for this process. */
export function parseWorkers(text: string): number | undefined {
  const count = text === 'auto' ? 0 : inRange(text, 0, MAX_WORKERS);
  return count === 0 ? Math.min(availableParallelism(), MAX_WORKERS) : count;
}

/** The URL of a PostgreSQL with a database's name in it, kept as it was written. */
export function parseDatabaseUrl(text: string): string | undefined {
  const url = parseUrl(text);
  const isPostgres = url?.protocol === 'postgres:' || url?.protocol === 'postgresql:';
  return isPostgres && url.pathname.length > 1 ? text : undefined;
}

/** An http or https URL without query, fragment or credentials, and without a slash at its end; `{tenant}` may be its first label. */
export function parsePublicUrl(text: string): string | undefined {
  const example = text.replace('//{tenant}.', '//tenant.');
  const url = parseUrl(example);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return undefined;
  if (url.search || url.hash || url.username || url.password || /[{}]/.test(example)) return undefined;
  return text.endsWith('/') ? text.slice(0, -1) : text;
}

const MAX_PROXIES = 16;
const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

/** A number of proxies, or the addresses and networks that they have. */
export function parseTrustProxy(text: string): number | string[] | undefined {
  if (/^\d+$/.test(text)) return inRange(text, 0, MAX_PROXIES);
  const networks = text.split(',').map((network) => network.trim());
  return networks.every(isNetwork) ? networks : undefined;
}

const MAX_REQUESTS = 1_000_000;

/** `perSecond/burst`; `off` is no limit. */
export function parseRateLimit(text: string): RateLimit | null | undefined {
  if (text === 'off') return null;
  const [perSecond, burst, ...rest] = text.split('/').map((part) => inRange(part, 1, MAX_REQUESTS));
  return perSecond === undefined || burst === undefined || rest.length > 0 ? undefined : { perSecond, burst };
}

/** `name=number` of one or several limits, separated by commas, each once. */
export function parseLimits(text: string): Partial<Limits> | undefined {
  const limits = new Map<string, number>();
  for (const part of text.split(',')) {
    const [name = '', number = '', ...rest] = part.trim().split('=');
    const range = RANGES.get(name);
    const value = range && inRange(number, ...range);
    if (value === undefined || rest.length > 0 || limits.has(name)) return undefined;
    limits.set(name, value);
  }
  return isPageOf(limits) ? Object.fromEntries(limits) : undefined;
}

/** The usual page is no larger than the largest. */
function isPageOf(limits: ReadonlyMap<string, number>): boolean {
  return (limits.get('defaultPageSize') ?? 1) <= (limits.get('pageSize') ?? DEFAULT_LIMITS.pageSize);
}

const RANGES = new Map<string, readonly [number, number]>(Object.entries(LIMIT_RANGES));

const MAX_MONTHS = 1_200;

/** A number of whole months; `forever` is no end. */
export function parseMonths(text: string): number | null | undefined {
  return text === 'forever' ? null : inRange(text, 1, MAX_MONTHS);
}

function inRange(text: string, min: number, max: number): number | undefined {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  return value >= min && value <= max ? value : undefined;
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** A network of everyone (`/0`) is refused: then each client could name any address as its own. */
function isNetwork(text: string): boolean {
  if (NAMED_NETWORKS.includes(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || inRange(bits, 1, version === 4 ? 32 : 128) !== undefined;
}
