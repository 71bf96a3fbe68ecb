import type { Pool } from 'pg';

/** A resource as it is kept. */
export interface Row {
  readonly id: string;
  readonly resource: Readonly<Record<string, unknown>>;
  /** Of a user, in the order of creation. */
  readonly place?: string;
}

/** The one statement of each request. */
export class Statements {
  /** `isNamed`: prepared once a connection, which makes for a harder baseline. */
  constructor(
    private readonly pool: Pool,
    private readonly isNamed: boolean,
  ) {}

  async run(name: keyof typeof SQL, values: readonly unknown[]): Promise<readonly Row[]> {
    const text = SQL[name];
    const { rows } = await this.pool.query<Row>({ ...(this.isNamed && { name }), text, values: [...values] });
    return rows;
  }
}

const SQL = {
  insertUser: 'INSERT INTO bare_user (id, user_name, resource) VALUES ($1, $2, $3)',
  userById: 'SELECT id, resource FROM bare_user WHERE id = $1',
  userByName: 'SELECT id, resource FROM bare_user WHERE user_name = $1',
  usersFrom: 'SELECT id, place, resource FROM bare_user ORDER BY place LIMIT $1 OFFSET $2',
  usersAfter: 'SELECT id, place, resource FROM bare_user WHERE place > $2 ORDER BY place LIMIT $1',
  updateUser: 'UPDATE bare_user SET resource = resource || $2 WHERE id = $1 RETURNING id, resource',
  deleteUser: 'DELETE FROM bare_user WHERE id = $1',
  insertGroup: 'INSERT INTO bare_group (id, display_name, resource) VALUES ($1, $2, $3)',
  groupById: 'SELECT id, resource FROM bare_group WHERE id = $1',
  groupByName: 'SELECT id, resource FROM bare_group WHERE display_name = $1',
  insertMembers:
    'INSERT INTO bare_member (group_id, member_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT (group_id, member_id) DO NOTHING',
  deleteMembers: 'DELETE FROM bare_member WHERE group_id = $1 AND member_id = ANY ($2::uuid[])',
} as const;
