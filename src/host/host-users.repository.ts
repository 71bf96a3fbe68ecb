import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Row, Statement } from '../database/statement.js';
import { noSuchUser } from '../directory/no-such-user.js';
import { refusalOfHostRef, writeHostRef } from '../directory/host-ref.js';
import { emailKey } from '../kernel/text/email-key.js';

/** A directory user and how the application refers to them. */
export interface HostUserKey {
  readonly id: string;
  readonly hostRef: string | null;
}

/** Finds people by what a sign-in knows of them; each one look into one index. */
@Injectable()
export class HostUsersRepository {
  constructor(private readonly database: Database) {}

  byId(tenantId: string, id: string): Promise<HostUserKey | undefined> {
    return this.find(tenantId, BY_ID, [id]);
  }

  /** The person of the resource that has the key now, else of the one that had it last. */
  byExternalId(tenantId: string, identityProviderId: string, externalId: string): Promise<HostUserKey | undefined> {
    return this.find(tenantId, BY_EXTERNAL_ID, [identityProviderId, externalId]);
  }

  async byEmail(tenantId: string, email: string): Promise<HostUserKey | undefined> {
    const key = emailKey(email);
    return key === undefined ? undefined : this.find(tenantId, BY_EMAIL, [key]);
  }

  byHostRef(tenantId: string, hostRef: string): Promise<HostUserKey | undefined> {
    return this.find(tenantId, BY_HOST_REF, [hostRef]);
  }

  /** @throws Problem 404; 409 where another person has the reference */
  async setHostRef(tenantId: string, id: string, hostRef: string | null): Promise<void> {
    try {
      const isHere = await this.database.transaction(tenantId, (tx) => writeHostRef(tx, id, hostRef));
      if (!isHere) throw noSuchUser();
    } catch (error) {
      throw refusalOfHostRef(error);
    }
  }

  private async find(
    tenantId: string,
    statement: Statement,
    values: readonly string[],
  ): Promise<HostUserKey | undefined> {
    const [row] = await this.database.query<KeyRow>(tenantId, statement, [tenantId, ...values]);
    return row && { id: row.id, hostRef: row.host_ref };
  }
}

interface KeyRow extends Row {
  readonly id: string;
  readonly host_ref: string | null;
}

const PEOPLE = 'SELECT p.id, p.host_ref FROM inbound_scim.directory_user p';

const BY_ID: Statement = { name: 'host-user-by-id', text: `${PEOPLE} WHERE p.tenant_id = $1 AND p.id = $2` };

const BY_EMAIL: Statement = {
  name: 'host-user-by-email',
  text: `${PEOPLE} WHERE p.tenant_id = $1 AND p.email_key = $2`,
};

const BY_HOST_REF: Statement = {
  name: 'host-user-by-host-ref',
  text: `${PEOPLE} WHERE p.tenant_id = $1 AND p.host_ref = $2`,
};

const BY_EXTERNAL_ID: Statement = {
  name: 'host-user-by-external-id',
  text: `${PEOPLE} JOIN (${recordsWhere('IS NULL')} UNION ALL ${recordsWhere('IS NOT NULL')}) AS u ON u.directory_user_id = p.id
    WHERE p.tenant_id = $1 ORDER BY u.deleted_at DESC NULLS FIRST LIMIT 1`,
};

/** Apart, since deleted records have an index of their own. */
function recordsWhere(isDeleted: 'IS NULL' | 'IS NOT NULL'): string {
  return `(SELECT directory_user_id, deleted_at FROM inbound_scim.scim_user
    WHERE tenant_id = $1 AND identity_provider_id = $2 AND external_id = $3 AND deleted_at ${isDeleted}
    ORDER BY deleted_at DESC LIMIT 1)`;
}
