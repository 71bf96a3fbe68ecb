import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';

const pools = new WeakSet<Pool>();
const clients = new WeakSet<PoolClient>();

/**
 * Keeps the process alive when the database ends a connection that somebody holds between two statements. Such an end is an event, and one that
 * nobody listens to ends the process; the pool itself listens to idle connections alone, TypeORM to the first event alone. The next
 * statement on the connection fails, and that is answered. Once for each pool, before its connections are used.
 */
export function surviveLostConnections({ driver }: DataSource): void {
  const { master: pool } = driver as unknown as { readonly master: Pool };
  if (pools.has(pool)) return;
  pools.add(pool);
  pool.on('acquire', (client: PoolClient) => {
    if (clients.has(client)) return;
    clients.add(client);
    client.on('error', () => undefined);
  });
}
