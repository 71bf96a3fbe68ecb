import { createServer } from 'node:http';
import pg from 'pg';

/**
 * The baseline: node:http and a pool of ten, JSON in, one INSERT, UPDATE or SELECT, JSON out. No token, no validation, no audit, no transaction.
 * It prints its port.
 */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
await pool.query(
  `CREATE TABLE IF NOT EXISTS bare_user (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_name text UNIQUE, body jsonb NOT NULL)`,
);
await pool.query(
  `CREATE TABLE IF NOT EXISTS bare_member (group_id uuid, member_id uuid, PRIMARY KEY (group_id, member_id))`,
);

const routes = {
  async POST({ path, body }) {
    if (path === '/members') return insertMembers(body);
    const { rows } = await pool.query('INSERT INTO bare_user (user_name, body) VALUES ($1, $2) RETURNING id', [
      body.userName,
      body,
    ]);
    return [201, { ...body, id: rows[0].id }];
  },
  async PATCH({ path, body }) {
    const { rows } = await pool.query('UPDATE bare_user SET body = body || $2 WHERE id = $1 RETURNING body', [
      path.slice(7),
      body,
    ]);
    return rows[0] ? [200, rows[0].body] : [404, {}];
  },
  async GET({ path, query }) {
    const name = query.get('userName');
    const { rows } =
      name === null
        ? await pool.query('SELECT body FROM bare_user WHERE id = $1', [path.slice(7)])
        : await pool.query('SELECT body FROM bare_user WHERE user_name = $1', [name]);
    return [200, name === null ? rows[0]?.body : { Resources: rows.map((row) => row.body) }];
  },
};

async function insertMembers({ groupId, members }) {
  await pool.query('INSERT INTO bare_member SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING', [groupId, members]);
  return [204];
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    const { pathname, searchParams } = new URL(request.url, 'http://x');
    try {
      const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
      const [status, answer] = await routes[request.method]({ path: pathname, query: searchParams, body });
      const text = answer === undefined ? '' : JSON.stringify(answer);
      response
        .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
        .end(text);
    } catch (error) {
      response.writeHead(500).end(error.message);
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
