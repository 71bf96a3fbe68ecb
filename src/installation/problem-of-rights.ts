import type { EntityManager } from 'typeorm';
import type { FenceMode } from '../database/fence.js';

/** Why the user of a connection may not do what the fence asks of it, with the remedy; undefined: it may, or there is no schema yet. */
export async function problemOfRights(manager: EntityManager, fence: FenceMode): Promise<string | undefined> {
  const [user] = await manager.query<readonly User[]>(FIND);
  if (!user) return undefined;
  const who = `the user ${user.name} of its connection`;
  if (fence === 'off' && !user.owns)
    return `${who} does not own the schema inbound_scim, whose rows are hidden from it; set fence: 'transaction'.`;
  if (fence === 'transaction' && !user.may_enter)
    return `${who} may not take the role of the fence; as its owner run: GRANT inbound_scim_app TO ${user.name};`;
  return undefined;
}

interface User {
  readonly name: string;
  readonly owns: boolean;
  readonly may_enter: boolean;
}

const FIND = `SELECT quote_ident(current_user) AS name, pg_has_role('inbound_scim_app', 'MEMBER') AS may_enter,
    rolsuper OR rolbypassrls OR pg_has_role(nspowner, 'USAGE') AS owns
  FROM pg_roles, pg_namespace WHERE rolname = current_user AND nspname = 'inbound_scim'`;
