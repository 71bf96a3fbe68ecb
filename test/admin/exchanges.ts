import { type Answer, send } from './api.js';

/** What was asked and answered, as the OpenAPI document shows it. */
export interface Exchange {
  readonly request?: unknown;
  readonly status: number;
  readonly response?: unknown;
}

/** An operation by its method and its path as the document has it: `GET /admin/v1/tenants/{tenantId}`. */
export type OperationName = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

/** Items of a list that an example shows. */
const SHOWN_ITEMS = 2;

/** Speaks to a running service by the names that the OpenAPI document gives its operations, and keeps what was said. */
export class Exchanges {
  /** What stands in the place of a path's parameters, by their names; `Users.id` is the `id` of `Users` alone. */
  readonly known = new Map<string, string>();
  readonly said = new Map<string, Exchange>();

  constructor(private readonly url: string) {}

  /** The last successful exchange of an operation is kept. */
  async ask(name: OperationName, key: string, body?: unknown, query = ''): Promise<Answer> {
    const [method = '', template = ''] = name.split(' ');
    const isScim = template.startsWith('/scim/');
    const answer = await send(this.url + this.fill(template) + query, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': isScim ? 'application/scim+json' : 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const { status, body: response } = answer;
    if (status < 300) this.said.set(name, { request: body, status, response: shortened(response) });
    return answer;
  }

  /** All of it with made-up ids, moments and secrets in the place of real ones, the same for the same. */
  examples(): Readonly<Record<string, Exchange>> {
    const names = [...this.said.keys()].sort();
    const text = JSON.stringify(Object.fromEntries(names.map((name) => [name, this.said.get(name)])));
    return JSON.parse(madeUp(text.replaceAll(this.url, 'https://scim.example.com')));
  }

  private fill(template: string): string {
    return template.replace(/(\w+)\/\{(\w+)\}/g, (_, parent: string, name: string) => {
      const value = this.known.get(`${parent}.${name}`) ?? this.known.get(name);
      if (value === undefined) throw new Error(`Nobody has said yet what ${name} of ${parent} is.`);
      return `${parent}/${encodeURIComponent(value)}`;
    });
  }
}

/** Lists in an answer, of resources and of definitions, show how they begin. */
function shortened(response: unknown): unknown {
  if (Array.isArray(response)) return response.map(shortened);
  if (typeof response !== 'object' || response === null) return response;
  return Object.fromEntries(
    Object.entries(response).map(([name, value]) => [
      name,
      shortened(LISTS.has(name) && Array.isArray(value) ? value.slice(0, SHOWN_ITEMS) : value),
    ]),
  );
}

const LISTS: ReadonlySet<string> = new Set([
  'items',
  'Resources',
  'attributes',
  'subAttributes',
  'received',
  'events',
  'scimUsers',
]);

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

function madeUp(text: string): string {
  const ids = new Map<string, string>();
  const idOf = (id: string) => ids.get(id) ?? made(id);
  const made = (id: string) => {
    const other = `01999f00-0000-7000-8000-${String(ids.size + 1).padStart(12, '0')}`;
    ids.set(id, other);
    return other;
  };
  return text
    .replaceAll(UUID, idOf)
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '2026-03-02T09:30:00.000Z')
    .replaceAll(/\b(iscim_(?:admin_)?)[0-9A-Za-z]{49}\b/g, `$1${'Zk3q'.padEnd(49, 'x')}`)
    .replaceAll(/\b(iscim_(?:admin_)?)[0-9A-Za-z]{4}\b/g, '$1Zk3q')
    .replaceAll(/"nextCursor":"[\w-]+"/g, '"nextCursor":"WKwro5pLZJ8moRUR"')
    .replaceAll(/"\d+:[0-9a-f]{64}"/g, `"1:${'5e'.repeat(32)}"`)
    .replaceAll(/"(?:::ffff:)?127\.0\.0\.1"/g, '"192.0.2.10"');
}
