import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Database } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import type { Resource } from '../kernel/resource/resource.js';
import { fold } from '../kernel/text/fold.js';
import { GROUP_COLUMNS, type GroupRow, toGroup } from './group-row.js';
import { displayNameOf } from './stored-group.js';

/** A group as an identity provider sent it; its members are listed by `InboundScim.groups.members`. */
export interface KnownGroup {
  /** Of the SCIM resource. */
  readonly id: string;
  readonly identityProviderId: string;
  readonly externalId: string | null;
  readonly displayName: string;
  /** Canonical in the names of attributes, untouched in their values; without `members`. */
  readonly resource: Resource;
}

/** What one group of an identity provider is found by: each is its alone. `displayName` is found in any case. */
export type ReceivedGroupKey =
  { readonly id: string } | { readonly externalId: string } | { readonly displayName: string };

/**
 * What identity providers sent of groups, as it is kept. It reads only, each time by one statement inside the fence of the tenant, and sees what
 * is committed: within a hook that is not yet what the hook is told of.
 */
@Injectable()
export class ReceivedGroupsRepository {
  constructor(private readonly database: Database) {}

  /** One look into a unique index. Undefined for what is not here. */
  async find(tenantId: string, identityProviderId: string, key: ReceivedGroupKey): Promise<KnownGroup | undefined> {
    const { statement, value } = lookup(key);
    if (value === undefined) return undefined;
    const [row] = await this.database.query<GroupRow>(tenantId, statement, [tenantId, identityProviderId, value]);
    return row && knownGroup(row);
  }
}

function lookup(key: ReceivedGroupKey): { readonly statement: Statement; readonly value: string | undefined } {
  if ('id' in key) return { statement: BY_ID, value: isUuid(key.id) ? key.id : undefined };
  if ('externalId' in key) return { statement: BY_EXTERNAL_ID, value: key.externalId };
  return { statement: BY_DISPLAY_NAME, value: fold(key.displayName) };
}

function knownGroup(row: GroupRow): KnownGroup {
  const group = toGroup(row);
  const { id, identityProviderId, externalId, resource } = group;
  return { id, identityProviderId, externalId, displayName: displayNameOf(group), resource };
}

const GROUPS = `SELECT ${GROUP_COLUMNS} FROM inbound_scim.scim_group g WHERE g.tenant_id = $1 AND g.identity_provider_id = $2`;

const BY_ID: Statement = { name: 'received-group-by-id', text: `${GROUPS} AND g.id = $3` };

const BY_EXTERNAL_ID: Statement = { name: 'received-group-by-external-id', text: `${GROUPS} AND g.external_id = $3` };

const BY_DISPLAY_NAME: Statement = {
  name: 'received-group-by-display-name',
  text: `${GROUPS} AND g.display_name_key = $3`,
};
