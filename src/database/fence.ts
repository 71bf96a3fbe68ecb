import type { PoolClient } from 'pg';
import type { Statement } from './statement.js';

/**
 * How the tenant is told to PostgreSQL, whose row-level security then hides every other tenant's rows.
 * - `session`: a setting of the session, changed only when a connection's tenant changes (0.87 of no fence at all). Only
 *   where the pool is ours: every checkout compares.
 * - `transaction`: role and tenant are set in each transaction (0.62). For a host's own pool.
 * - `off`: a host's choice; the conditions in every statement remain.
 */
export type FenceMode = (typeof FENCE_MODES)[number];

export const FENCE_MODES = ['session', 'transaction', 'off'] as const;

const SET_FOR_SESSION = {
  name: 'fence-session',
  text: `SELECT set_config('inbound_scim.tenant_id', $1, false), set_config('plan_cache_mode', $2, false)`,
};
const SET_FOR_TRANSACTION = {
  name: 'fence-transaction',
  text: `SELECT set_config('role', 'inbound_scim_app', true), set_config('inbound_scim.tenant_id', $1, true),
    set_config('plan_cache_mode', $2, true)`,
};

const LEAVE_ROLE = { name: 'fence-leave', text: `SELECT set_config('role', 'none', true)` };

/** PostgreSQL's `plan_cache_mode`, by how a statement wants to be planned. */
const PLAN_MODES = { once: 'force_generic_plan', freely: 'auto' } as const;

/** What each connection's session is set to. A connection that is closed takes its entry along. */
const sessions = new WeakMap<PoolClient, string>();

/** Before BEGIN. Waits for the answer: nothing may run under another tenant's setting. */
export async function enterSession(
  mode: FenceMode,
  client: PoolClient,
  tenantId: string,
  plan?: Statement['plan'],
): Promise<void> {
  if (mode !== 'session') return;
  const values = [tenantId, PLAN_MODES[plan ?? 'freely']];
  const session = values.join(' ');
  if (sessions.get(client) === session) return;
  sessions.delete(client);
  await client.query({ values, ...SET_FOR_SESSION });
  sessions.set(client, session);
}

/**
 * Asks one statement in the session of the tenant. On a connection that is a pipeline both go out together: PostgreSQL does one after the
 * other, and if the first should fail, so does this. Not even then would anything of another tenant be seen: the statement names its own,
 * and under a setting that names another finds nothing.
 */
export async function askInSession<T>(
  mode: FenceMode,
  client: PoolClient,
  tenantId: string,
  plan: Statement['plan'],
  ask: () => Promise<T>,
): Promise<T> {
  const entered = enterSession(mode, client, tenantId, plan);
  if (!isPipeline(client)) await entered;
  const [answer] = await Promise.all([ask(), entered]);
  return answer;
}

/** Of pg 8.23 on; its types do not tell of it yet. */
function isPipeline(client: PoolClient): boolean {
  return 'pipeline' in client && client.pipeline === true;
}

/** Right after BEGIN. */
export async function enterTransaction(
  mode: FenceMode,
  client: PoolClient,
  tenantId: string,
  plan?: Statement['plan'],
): Promise<void> {
  if (mode !== 'transaction') return;
  await client.query({ values: [tenantId, PLAN_MODES[plan ?? 'freely']], ...SET_FOR_TRANSACTION });
}

/** Until the transaction is entered again; the tenant stays set, which matters to nobody but us. */
export async function leaveTransaction(mode: FenceMode, client: PoolClient): Promise<void> {
  if (mode === 'transaction') await client.query(LEAVE_ROLE);
}
