import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { type Administrator, originOf } from '../admin/administrator.js';
import { Problem } from '../admin/problem.js';
import { configOf } from '../attributes/config-of.js';
import { AuditService } from '../audit/audit.service.js';
import { Database } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import { lockPeople } from '../directory/lock-people.js';
import { noSuchUser } from '../directory/no-such-user.js';
import type { Person } from '../directory/person.js';
import { type InboundScimSettings, OWNER_DATA_SOURCE, SETTINGS } from '../inbound-scim.settings.js';
import { emailKey } from '../kernel/text/email-key.js';
import { TenantConfigService } from '../tenants/tenant-config.service.js';
import { lastingIn } from './lasting-in.js';
import { namesOf, PersonRecordsRepository } from './person-records.repository.js';

/** The removal of a person for good. */
@Injectable()
export class ErasureService {
  /** Requests may not delete from the event log. */
  private readonly maintenance: Database;

  constructor(
    @Inject(OWNER_DATA_SOURCE) owner: DataSource,
    private readonly configs: TenantConfigService,
    private readonly records: PersonRecordsRepository,
    private readonly audit: AuditService,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {
    this.maintenance = new Database(owner, 'off');
  }

  /**
   * Removes a person with everything that was received of them, their places in groups, and the words of the events about them; the events stay
   * provable. One event tells of it, and not who it was. An identity provider that still knows the person brings a newcomer with its
   * next push. It cannot be undone.
   *
   * @throws Problem 404; 400 unless `confirm` is the person's address, or the id of one who has none
   */
  async erase(by: Administrator, tenantId: string, id: string, confirm: string): Promise<void> {
    const config = await configOf(this.maintenance, this.configs, tenantId);
    await this.maintenance.transaction(tenantId, async (tx) => {
      const current = await lockForGood(tx, id);
      assertConfirmed(current.person, confirm);
      await this.records.erase(tx, originOf(by), namesOf(current, lastingIn(config)), this.settings.clock());
      await this.audit.record(tx, originOf(by), [
        { type: 'directory_user_erased', target: { kind: 'directory_user', id } },
      ]);
    });
  }
}

/** Users before people, as pushes do. @throws Problem 404 */
async function lockForGood(tx: Transaction, id: string) {
  await tx.query(LOCK_USERS, [tx.tenantId, id]);
  await tx.query(LOCK_PERSON, [tx.tenantId, id]);
  const [current] = await lockPeople(tx, [id]);
  if (!current) throw noSuchUser();
  return current;
}

function assertConfirmed({ id, email, emailKey: key }: Person, confirm: string): void {
  const isConfirmed = email === null ? confirm.toLowerCase() === id : confirm === email || emailKey(confirm) === key;
  if (isConfirmed) return;
  const what = email === null ? 'the id of the person, who has no address' : 'the address of the person';
  throw Problem.invalid([{ pointer: '/confirm', detail: `confirm must be ${what}.` }]);
}

const LOCK_USERS: Statement = {
  name: 'erasure-lock-users',
  text: `SELECT 1 FROM inbound_scim.scim_user WHERE tenant_id = $1 AND directory_user_id = $2 ORDER BY id FOR UPDATE`,
};

/** Against a resource that is being linked, too. */
const LOCK_PERSON: Statement = {
  name: 'erasure-lock-person',
  text: `SELECT 1 FROM inbound_scim.directory_user WHERE tenant_id = $1 AND id = $2 FOR UPDATE`,
};
