import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';

/** Tables without people, of which a row is of no tenant or is the tenant: small ones, outside of the fence. */
const OPEN = ['tenant', 'admin_key'];

const READABLE = /^\s*(WITH|SELECT|INSERT|UPDATE|DELETE)\b/i;

/** The plan of a statement whose values are not known can be had from here on. */
const GENERIC_PLANS_SINCE = 160_000;

/**
 * Reads each statement that requests send in the whole suite, and finds those that look at a table of a tenant's without a condition on the
 * tenant. PostgreSQL itself says so: in the plan for the owner, whom no policy restricts, every condition is the statement's own.
 */
export class StatementReader {
  private readonly sent = new Map<string, string>();
  private readonly known = new WeakSet<PoolClient>();

  constructor(requests: DataSource) {
    const { master } = requests.driver as unknown as { readonly master: Pool };
    master.on('acquire', (client: PoolClient) => this.listenTo(client));
  }

  /** Every text that was sent, once, with its name or nothing. */
  get texts(): ReadonlyMap<string, string> {
    return this.sent;
  }

  /** Who looks where they were not told to: the statement, and the tables it reads of every tenant. */
  async offences(owner: DataSource): Promise<readonly string[]> {
    const runner = owner.createQueryRunner();
    try {
      const [{ version }] = await runner.query(`SELECT current_setting('server_version_num')::int AS version`);
      if (version < GENERIC_PLANS_SINCE) return [];
      const offences: string[] = [];
      for (const [text, name] of this.sent) {
        if (!READABLE.test(text)) continue;
        const unfenced = unfencedIn(await planOf((sql) => runner.query(sql), text));
        if (unfenced.length > 0) offences.push(`${name || text.slice(0, 200)} reads all of ${unfenced.join(', ')}`);
      }
      return offences;
    } finally {
      await runner.release();
    }
  }

  private listenTo(client: PoolClient): void {
    if (this.known.has(client)) return;
    this.known.add(client);
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      const [first] = args;
      const { text, name = '' } =
        typeof first === 'string' ? { text: first } : (first as { text: string; name?: string });
      this.sent.set(text, name);
      return query(...args);
    }) as PoolClient['query'];
  }
}

interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly Schema?: string;
  readonly Alias?: string;
  readonly 'Node Type': string;
  readonly Plans?: readonly PlanNode[];
}

async function planOf(query: (sql: string) => Promise<unknown>, text: string): Promise<PlanNode> {
  const rows = (await query(`EXPLAIN (GENERIC_PLAN, VERBOSE, FORMAT JSON) ${text}`)) as readonly {
    readonly 'QUERY PLAN': readonly { readonly Plan: PlanNode }[];
  }[];
  return rows[0]?.['QUERY PLAN'][0]?.Plan as PlanNode;
}

/** Of these a request sees the rows of its own identity provider alone: by a condition on it, or because it comes from one that it may see. */
const OF_IDENTITY_PROVIDER = ['scim_user', 'scim_group', 'pending_member', 'unique_value'];
const WAYS = ['identity_provider_id', 'id', 'directory_user_id', 'group_id', 'resource_id'];

/**
 * The tables of tenants that a plan scans under a name of which no condition, its own or that of a join, speaks of the tenant; and those of
 * identity providers whose rows it reaches neither by the identity provider nor by a key.
 */
function unfencedIn(plan: PlanNode): readonly string[] {
  const nodes = nodesOf(plan);
  const conditions = nodes.flatMap(conditionsOf).join(' ');
  const scans = nodes.filter((node) => node.Schema === 'inbound_scim' && node['Relation Name'] !== undefined);
  const speaksOf = (alias: string, column: string) => new RegExp(`\\b${alias}"?\\.${column}\\b`).test(conditions);
  const isFenced = (table: string, alias: string) =>
    speaksOf(alias, 'tenant_id') &&
    (!OF_IDENTITY_PROVIDER.includes(table) || WAYS.some((column) => speaksOf(alias, column)));
  return scans
    .filter((node) => node['Node Type'] !== 'ModifyTable' && !OPEN.includes(node['Relation Name'] ?? ''))
    .flatMap(({ 'Relation Name': table = '', Alias: alias = table }) =>
      isFenced(table, alias) ? [] : [`${table} ${alias}`],
    );
}

function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

function conditionsOf(node: PlanNode): readonly string[] {
  return Object.entries(node).flatMap(([name, value]) =>
    /(Cond|Filter)$/.test(name) && typeof value === 'string' ? [value] : [],
  );
}
