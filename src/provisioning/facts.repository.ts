import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { KeyedRead, Slot } from '../database/keyed-read.js';
import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { PersonWithResources } from '../directory/person.js';
import { linkedResources, PERSON_COLUMNS, type PersonRow, toPersonWithResources } from '../directory/person-row.js';
import { emailPairKey, namesPairKey } from '../directory/pair-key.js';
import { SqlFragment } from '../kernel/sql/fragment.js';
import type { ScimContext } from '../scim-context.js';
import { linkedResource } from '../scim-users/linked-resource.js';
import { toUser, USER_COLUMNS, type UserRow } from '../scim-users/user-row.js';
import type { Current } from './decide-update.js';
import type { Facts, SettledConflict } from './facts.js';

/** The names that a push brings, folded. */
export interface Names {
  readonly userNameKey: string;
  readonly externalId: string | null;
  readonly emailKey: string | null;
  /** The user whose change it is. */
  readonly userId?: string;
}

/** Reads what a decision is made on, always of one identity provider of one tenant. */
@Injectable()
export class FactsRepository {
  private readonly currents: KeyedRead<UserRow & PersonRow>;

  constructor(private readonly database: Database) {
    this.currents = new KeyedRead(database, 'facts-current', CURRENT);
  }

  /** One statement: the visible user with this id, their person, and whatever else that person is linked to. */
  async findCurrent(ctx: ScimContext, id: string): Promise<Current | undefined> {
    const [row] = await this.currents.find(ctx.tenantId, [ctx.connection.id, id]);
    if (!row) return undefined;
    const user = toUser(row);
    const { person, resources } = toPersonWithResources(row);
    return { user, person: { person, resources: [...resources, linkedResource(user)] } };
  }

  /** A person with everything that is linked to them, whichever connection it came from. */
  async findPerson(ctx: ScimContext, id: string): Promise<PersonWithResources | undefined> {
    const [row] = await this.database.query<PersonRow>(ctx.tenantId, BY_PERSON_ID, [ctx.tenantId, id]);
    return row && toPersonWithResources(row);
  }

  /** Who has the address, as an open transaction sees it. */
  async findByEmail(ctx: ScimContext, emailKey: string, tx: Transaction): Promise<PersonWithResources | undefined> {
    const [row] = await tx.query<PersonRow>(BY_EMAIL, [ctx.tenantId, emailKey]);
    return row && toPersonWithResources(row);
  }

  /** Three statements, only for pushes that meet somebody or change a name: who has the names, who has the address, what was settled. */
  async findFacts(ctx: ScimContext, names: Names): Promise<Facts> {
    const scope = [ctx.tenantId, ctx.connection.id];
    const [users, holders] = await Promise.all([
      this.database.query<FoundRow>(ctx.tenantId, BY_NAMES, [
        ...scope,
        names.userNameKey,
        names.externalId,
        names.userId ?? null,
      ]),
      this.database.query<PersonRow>(ctx.tenantId, BY_EMAIL, [ctx.tenantId, names.emailKey]),
    ]);
    const found = (role: FoundRow['role']) => users.find((row) => row.role === role);
    const user = (role: FoundRow['role']) => {
      const row = found(role);
      return row && toUser(row);
    };
    const facts = {
      byUserName: user('userName'),
      byExternalId: user('externalId'),
      deleted: user('deleted'),
      people: new Map(users.map((row) => [row.directory_user_id, toPersonWithResources(row)])),
      emailHolder: holders[0] && toPersonWithResources(holders[0]),
    };
    return { ...facts, ...(await this.findSettled(ctx, names, facts)) };
  }

  private async findSettled(ctx: ScimContext, names: Names, facts: Facts): Promise<Partial<Facts>> {
    const pairs = pairsOf(names, facts);
    if (pairs.length === 0) return {};
    const rows = await this.database.query<SettledRow>(ctx.tenantId, SETTLED, [ctx.tenantId, ctx.connection.id, pairs]);
    const about = (names: boolean, resolution: SettledConflict['resolution']) =>
      rows.find((row) => row.kind.startsWith('email') !== names && row.resolution === resolution);
    const link = about(true, 'link');
    const mergedAt = (facts.byUserName ?? facts.byExternalId)?.mergedAt;
    const isStillToCome = link && (!mergedAt || mergedAt < link.resolved_at);
    return {
      isKeptApart: about(false, 'keep_apart') !== undefined,
      areNamesKeptApart: about(true, 'keep_apart') !== undefined,
      ...(isStillToCome && { linkedByAdministrator: { id: link.id, resolution: 'link' } }),
    };
  }
}

/** The clashes that this push may be, as an administrator may have settled them before. */
function pairsOf({ userNameKey, externalId, emailKey, userId }: Names, facts: Facts): readonly string[] {
  const holders = [facts.byUserName, facts.byExternalId].flatMap((user) => user ?? []);
  const claimants = [userId, ...[...holders, facts.deleted].map((user) => user?.id)].flatMap((id) => id ?? []);
  return [
    ...holders.map(({ id }) => namesPairKey(id, userNameKey, externalId)),
    ...(emailKey === null ? [] : claimants.map((id) => emailPairKey(id, emailKey))),
  ];
}

type FoundRow = UserRow & PersonRow & { readonly role: 'userName' | 'externalId' | 'deleted' };
interface SettledRow extends SettledConflict, Record<string, unknown> {
  readonly kind: string;
  readonly resolved_at: Date;
}

const USER_AND_PERSON = `FROM inbound_scim.scim_user u
  JOIN inbound_scim.directory_user p ON p.tenant_id = u.tenant_id AND p.id = u.directory_user_id
  WHERE u.tenant_id = $1 AND u.identity_provider_id = $2`;

const CURRENT = SqlFragment.of(
  [
    `SELECT wanted.n, ${USER_COLUMNS}, ${PERSON_COLUMNS}, ${linkedResources('AND r.id <> u.id')}
    FROM unnest(`,
    '::uuid[], ',
    `::uuid[]) WITH ORDINALITY AS wanted(identity_provider_id, id, n)
    JOIN inbound_scim.scim_user u ON u.tenant_id = `,
    ` AND u.identity_provider_id = wanted.identity_provider_id AND u.id = wanted.id AND u.deleted_at IS NULL
    JOIN inbound_scim.directory_user p ON p.tenant_id = u.tenant_id AND p.id = u.directory_user_id`,
  ],
  [Slot.column(0), Slot.column(1), Slot.tenant],
);

const FOUND = `SELECT ${USER_COLUMNS}, ${PERSON_COLUMNS}, ${linkedResources()}`;

const BY_NAMES: Statement = {
  name: 'facts-by-names',
  text: `(${FOUND}, 'userName' AS role ${USER_AND_PERSON} AND u.user_name_key = $3 AND u.deleted_at IS NULL AND u.id IS DISTINCT FROM $5::uuid)
    UNION ALL
    (${FOUND}, 'externalId' AS role ${USER_AND_PERSON} AND u.external_id = $4 AND u.deleted_at IS NULL AND u.id IS DISTINCT FROM $5::uuid)
    UNION ALL
    (${FOUND}, 'deleted' AS role ${USER_AND_PERSON} AND u.external_id = $4 AND u.deleted_at IS NOT NULL ORDER BY u.deleted_at DESC LIMIT 1)`,
};

const BY_EMAIL: Statement = {
  name: 'facts-by-email',
  text: `SELECT ${PERSON_COLUMNS}, ${linkedResources()} FROM inbound_scim.directory_user p WHERE p.tenant_id = $1 AND p.email_key = $2`,
};

const BY_PERSON_ID: Statement = {
  name: 'facts-by-person',
  text: `SELECT ${PERSON_COLUMNS}, ${linkedResources()} FROM inbound_scim.directory_user p WHERE p.tenant_id = $1 AND p.id = $2`,
};

const SETTLED: Statement = {
  name: 'facts-settled',
  text: `SELECT id, kind, resolution, resolved_at FROM inbound_scim.conflict
    WHERE tenant_id = $1 AND identity_provider_id = $2 AND pair_key = ANY ($3) AND state = 'resolved' ORDER BY resolved_at DESC`,
};
