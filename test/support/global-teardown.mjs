import { rm } from 'node:fs/promises';
import { Client } from 'pg';

/** Leaves nothing: neither the throw-away PostgreSQL nor, on somebody's own server, the template of this run. */
export default async function globalTeardown() {
  if (!globalThis.testCluster) return dropTemplate();
  const { folder, postgres } = globalThis.testCluster;
  await postgres.stop('SIGQUIT');
  await rm(folder, { recursive: true });
}

async function dropTemplate() {
  const client = new Client({ connectionString: process.env.INBOUND_SCIM_TEST_SERVER });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS inbound_scim_template_${process.env.INBOUND_SCIM_TEST_RUN}`);
  await client.end();
}
