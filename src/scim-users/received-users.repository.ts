import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Database } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import type { ReceivedUser } from '../hooks/directory-change.js';
import { fold } from '../kernel/text/fold.js';
import { toUser, USER_COLUMNS, type UserRow } from './user-row.js';

/** A user as an identity provider sent them, and whom of the directory they are taken for. */
export interface KnownUser extends ReceivedUser {
  readonly directoryUserId: string;
}

/** What one visible user of an identity provider is found by: each is theirs alone. `userName` is found in any case. */
export type ReceivedUserKey = { readonly id: string } | { readonly externalId: string } | { readonly userName: string };

/**
 * What identity providers sent of users, as it is kept. It reads only, each time by one statement inside the fence of the tenant, and sees what
 * is committed: within a hook that is not yet what the hook is told of.
 */
@Injectable()
export class ReceivedUsersRepository {
  constructor(private readonly database: Database) {}

  /** One look into a unique index. Undefined for whoever is not here, or deleted. */
  async find(tenantId: string, identityProviderId: string, key: ReceivedUserKey): Promise<KnownUser | undefined> {
    const { statement, value } = lookup(key);
    if (value === undefined) return undefined;
    const [row] = await this.database.query<UserRow>(tenantId, statement, [tenantId, identityProviderId, value]);
    return row && knownUser(row);
  }
}

function lookup(key: ReceivedUserKey): { readonly statement: Statement; readonly value: string | undefined } {
  if ('id' in key) return { statement: BY_ID, value: isUuid(key.id) ? key.id : undefined };
  if ('externalId' in key) return { statement: BY_EXTERNAL_ID, value: key.externalId };
  return { statement: BY_USER_NAME, value: fold(key.userName) };
}

function knownUser(row: UserRow): KnownUser {
  const { id, identityProviderId, directoryUserId, externalId, active, resource } = toUser(row);
  return { id, identityProviderId, directoryUserId, externalId, active, resource };
}

const VISIBLE = `SELECT ${USER_COLUMNS} FROM inbound_scim.scim_user u
  WHERE u.tenant_id = $1 AND u.identity_provider_id = $2 AND u.deleted_at IS NULL`;

const BY_ID: Statement = { name: 'received-user-by-id', text: `${VISIBLE} AND u.id = $3` };

const BY_EXTERNAL_ID: Statement = { name: 'received-user-by-external-id', text: `${VISIBLE} AND u.external_id = $3` };

const BY_USER_NAME: Statement = { name: 'received-user-by-user-name', text: `${VISIBLE} AND u.user_name_key = $3` };
