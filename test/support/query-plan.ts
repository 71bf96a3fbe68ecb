import { escapeLiteral } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { arrayLiteral } from '../../src/database/array-literal.js';
import type { SentStatement } from './sent-statements.js';

/** How PostgreSQL answers a statement. */
export interface QueryPlan {
  /** The indexes it looks into and, as `all of …`, the tables it reads from end to end; in the order of their names. */
  readonly reads: readonly string[];
  /** Pages of 8 KiB it touches, a measure that is the same on every machine; 0 for a statement that writes, which is not carried out. */
  readonly pages: number;
}

/** Asks PostgreSQL for plans, as a request of one tenant would get them: in the role of requests, behind the fence. */
export class Planner {
  private constructor(private readonly session: QueryRunner) {}

  static async of(database: DataSource, tenantId: string): Promise<Planner> {
    const session = database.createQueryRunner();
    await session.query('SET ROLE inbound_scim_app');
    await session.query(`SELECT set_config('inbound_scim.tenant_id', $1, false)`, [tenantId]);
    return new Planner(session);
  }

  async close(): Promise<void> {
    await this.session.query('RESET ALL');
    await this.session.query('RESET ROLE');
    await this.session.release();
  }

  /** `custom`: planned for these values; `generic`: planned once for all, on a connection that keeps it prepared. */
  async plan({ text, values }: SentStatement, mode: 'generic' | 'custom'): Promise<QueryPlan> {
    await this.session.query(`SET plan_cache_mode = force_${mode}_plan`);
    await this.session.query(`PREPARE planned AS ${text}`);
    try {
      return await this.explain(`EXECUTE planned${listOf(values)}`, !/\b(INSERT|UPDATE|DELETE)\b/.test(text));
    } finally {
      await this.session.query('DEALLOCATE planned');
    }
  }

  private async explain(statement: string, isRead: boolean): Promise<QueryPlan> {
    const options = `FORMAT JSON${isRead ? ', ANALYZE, BUFFERS, TIMING OFF' : ''}`;
    const rows: readonly Explained[] = await this.session.query(`EXPLAIN (${options}) ${statement}`);
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
    if (!plan) throw new Error(`There is no plan for ${statement}`);
    const pages = (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
    return { reads: [...new Set(readsOf(plan))].toSorted(), pages };
  }
}

interface Explained {
  readonly 'QUERY PLAN': readonly { readonly Plan: PlanNode }[];
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
  readonly Plans?: readonly PlanNode[];
}

function readsOf(node: PlanNode): readonly string[] {
  const whole = node['Node Type'] === 'Seq Scan' ? `all of ${node['Relation Name']}` : undefined;
  const own = node['Index Name'] ?? whole;
  return [...(own === undefined ? [] : [own]), ...(node.Plans ?? []).flatMap(readsOf)];
}

/** `EXECUTE` takes no parameters, so values are written out. */
function listOf(values: readonly unknown[]): string {
  return values.length === 0 ? '' : `(${values.map(literal).join(', ')})`;
}

function literal(value: unknown): string {
  return value === null || value === undefined ? 'NULL' : escapeLiteral(textOf(value));
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `{${value.map(elementOf).join(',')}}`;
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
}

function elementOf(value: unknown): string {
  return value === null || value === undefined ? 'NULL' : arrayLiteral([textOf(value)]).slice(1, -1);
}
