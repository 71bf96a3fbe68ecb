import type { Row, Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { CanonicalAttributes, PersonStatus } from '../directory/person.js';
import type { ChangedGroup, ChangedUser, GroupChange } from './directory-change.js';
import type { GroupDraft, MembersDraft } from './group-drafts.js';
import type { People } from './user-changes.js';

/** People as the transaction sees them at this moment. */
export async function readChangedUsers(tx: Transaction, ids: readonly string[]): Promise<People> {
  const rows = ids.length > 0 ? await tx.query<UserRow>(USERS, [tx.tenantId, ids]) : [];
  return new Map(rows.map((row) => [row.id, changedUser(row)]));
}

/** Drafts with the groups and people they are about; a group that is gone has none. */
export async function completed(tx: Transaction, drafts: readonly GroupDraft[]): Promise<readonly GroupChange[]> {
  const moves = drafts.filter((draft) => 'members' in draft);
  if (moves.length === 0) return drafts.filter((draft) => 'group' in draft);
  const groups = await readGroups(tx, moves);
  const people = await readPeople(tx, moves);
  return drafts.flatMap((draft): GroupChange[] => {
    if ('group' in draft) return [draft];
    const group = groups.get(draft.groupId);
    const members = draft.members.map(({ kind, id }) => ({ kind, id, directoryUserId: people.get(id) ?? null }));
    return group ? [{ type: draft.type, group, members }] : [];
  });
}

async function readGroups(tx: Transaction, moves: readonly MembersDraft[]): Promise<ReadonlyMap<string, ChangedGroup>> {
  const rows = await tx.query<GroupRow>(GROUPS, [tx.tenantId, moves.map(({ groupId }) => groupId)]);
  return new Map(rows.map((row) => [row.id, row]));
}

async function readPeople(tx: Transaction, moves: readonly MembersDraft[]): Promise<ReadonlyMap<string, string>> {
  const ids = moves.flatMap(({ members }) => members.flatMap(({ kind, id }) => (kind === 'User' ? [id] : [])));
  const rows = await tx.query<MemberRow>(MEMBERS, [tx.tenantId, ids]);
  return new Map(rows.map(({ id, directoryUserId }) => [id, directoryUserId]));
}

interface UserRow extends Row {
  readonly id: string;
  readonly email: string | null;
  readonly status: PersonStatus;
  readonly protected: boolean;
  readonly attributes: CanonicalAttributes;
  readonly host_ref: string | null;
}

type GroupRow = ChangedGroup & Row;

interface MemberRow extends Row {
  readonly id: string;
  readonly directoryUserId: string;
}

function changedUser({
  id,
  email,
  status,
  protected: isProtected,
  attributes,
  host_ref: hostRef,
}: UserRow): ChangedUser {
  const values = Object.entries(attributes).map(([key, { value }]) => [key, value] as const);
  return { id, email, status, protected: isProtected, attributes: Object.fromEntries(values), hostRef };
}

const USERS: Statement = {
  name: 'hooks-users',
  text: `SELECT id, email, status, protected, attributes, host_ref FROM inbound_scim.directory_user
    WHERE tenant_id = $1 AND id = ANY ($2::uuid[])`,
};

const GROUPS: Statement = {
  name: 'hooks-groups',
  text: `SELECT id, identity_provider_id AS "identityProviderId", external_id AS "externalId",
      coalesce(resource ->> 'displayName', '') AS "displayName"
    FROM inbound_scim.scim_group WHERE tenant_id = $1 AND id = ANY ($2::uuid[])`,
};

const MEMBERS: Statement = {
  name: 'hooks-members',
  text: `SELECT id, directory_user_id AS "directoryUserId" FROM inbound_scim.scim_user WHERE tenant_id = $1 AND id = ANY ($2::uuid[])`,
};
