import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { configOf } from '../attributes/config-of.js';
import type { RecordedEvent } from '../audit/recorded-event.js';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { readPeople } from '../directory/read-people.js';
import { noSuchUser } from '../directory/no-such-user.js';
import type { Person } from '../directory/person.js';
import { OWNER_DATA_SOURCE } from '../inbound-scim.settings.js';
import type { StoredUser } from '../scim-users/stored-user.js';
import { TenantConfigService } from '../tenants/tenant-config.service.js';
import { lastingIn } from './lasting-in.js';
import {
  type ConflictRecord,
  type EventKey,
  type MembershipRecord,
  namesOf,
  type PendingRecord,
  PersonRecordsRepository,
} from './person-records.repository.js';

/** Events that are read at once. */
export const EVENTS_BATCH = 500;

/** All that is kept about a person. */
export interface PersonRecords {
  readonly directoryUser: Person;
  /** As they were received, deleted ones too. */
  readonly scimUsers: readonly StoredUser[];
  readonly memberships: readonly MembershipRecord[];
  readonly pendingMemberships: readonly PendingRecord[];
  readonly conflicts: readonly ConflictRecord[];
  /** Oldest first, some at a time. */
  readonly events: AsyncGenerator<readonly RecordedEvent[], void, undefined>;
}

/** Everything that is kept about a person, to be handed out. */
@Injectable()
export class PersonExportService {
  /** The words of the whole log are looked through, which takes longer than a request's statement may. */
  private readonly maintenance: Database;

  constructor(
    @Inject(OWNER_DATA_SOURCE) owner: DataSource,
    private readonly configs: TenantConfigService,
    private readonly records: PersonRecordsRepository,
  ) {
    this.maintenance = new Database(owner, 'off');
  }

  /** @throws Problem 404 */
  async export(tenantId: string, id: string): Promise<PersonRecords> {
    const config = await configOf(this.maintenance, this.configs, tenantId);
    const { keys, ...records } = await this.maintenance.transaction(tenantId, async (tx) => {
      const [current] = await readPeople(tx, [id]);
      if (!current) throw noSuchUser();
      return this.read(tx, namesOf(current, lastingIn(config)), current.person);
    });
    return { ...records, events: this.events(tenantId, keys) };
  }

  private async read(tx: Transaction, names: ReturnType<typeof namesOf>, directoryUser: Person) {
    const conflicts = await this.records.conflicts(tx, names);
    return {
      directoryUser,
      scimUsers: await this.records.users(tx, names),
      memberships: await this.records.memberships(tx, names),
      pendingMemberships: await this.records.pending(tx, names),
      conflicts,
      keys: await this.records.eventKeys(
        tx,
        names,
        conflicts.map((conflict) => conflict.id),
      ),
    };
  }

  private async *events(tenantId: string, keys: readonly EventKey[]): PersonRecords['events'] {
    for (let start = 0; start < keys.length; start += EVENTS_BATCH) {
      const batch = keys.slice(start, start + EVENTS_BATCH);
      yield await this.maintenance.transaction(tenantId, (tx) => this.records.events(tx, batch));
    }
  }
}
