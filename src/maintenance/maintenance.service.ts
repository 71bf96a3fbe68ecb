import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { AuditRetention } from '../audit/audit-retention.js';
import { AuditSealer } from '../audit/audit-sealer.js';
import { Heads } from '../audit/heads.js';
import { surviveLostConnections } from '../database/survive-lost-connections.js';
import { type InboundScimSettings, OWNER_DATA_SOURCE, SETTINGS } from '../inbound-scim.settings.js';
import { ServiceLogger } from '../service-logger.js';
import { Duty } from './duty.js';
import { forgetOld } from './forget-old.js';
import { gatherStatistics } from './gather-statistics.js';
import { lapseMembers } from './lapse-members.js';
import type { MaintenanceAct } from './maintenance-act.js';
import { prepareMonths } from './prepare-months.js';
import { Timetable } from './timetable.js';
import { warnOfExpiry } from './warn-of-expiry.js';

/**
 * Keeps the tables in order, outside of every request: set-based acts on the connection of the schema's owner, each by one instance at a time.
 * Where the connection is not the owner's, a host's own role say, that is told once and all of it is left to another instance.
 */
@Injectable()
export class MaintenanceService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new ServiceLogger('InboundScim');
  private readonly prepareMonths: Duty;
  private readonly duties: readonly Duty[];
  private readonly timetable: Timetable;

  constructor(
    @Inject(OWNER_DATA_SOURCE) private readonly owner: DataSource,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
    private readonly sealer: AuditSealer,
    retention: AuditRetention,
    private readonly heads: Heads,
  ) {
    this.prepareMonths = this.dutyOf(prepareMonths);
    this.duties = [
      new Duty('sealing of the event log', '* * * * * *', () => sealer.seal()),
      new Duty('heads of the event log', '0 * * * * *', () => heads.tell()),
      this.dutyOf(gatherStatistics),
      this.prepareMonths,
      new Duty('retention of the event log', '0 25 * * * *', () => retention.dropOldMonths()),
      this.dutyOf(lapseMembers),
      this.dutyOf(forgetOld),
      this.dutyOf(warnOfExpiry),
    ];
    this.timetable = new Timetable(this.duties);
  }

  async onApplicationBootstrap(): Promise<void> {
    surviveLostConnections(this.owner);
    if (!this.settings.upkeep) return;
    if (await this.isForeign()) return this.logger.warn(FOREIGN);
    void this.prepareMonths.fulfil();
    this.timetable.start();
  }

  /** What is under way is ended, and what is final sealed. */
  async beforeApplicationShutdown(): Promise<void> {
    if (!this.timetable.stop()) return;
    await Promise.all(this.duties.map((duty) => duty.ended));
    await this.sealer.seal().catch(() => undefined);
    this.heads.tell();
  }

  /** Does all of it now; for an administrator's script. */
  async runAll(): Promise<void> {
    for (const duty of this.duties) await duty.run();
  }

  private dutyOf(act: MaintenanceAct): Duty {
    return new Duty(act.name, act.at, () => this.underLock(act));
  }

  private async underLock(act: MaintenanceAct): Promise<void> {
    await this.owner.transaction(async (manager) => {
      const rows = await manager.query<readonly { mine: boolean }[]>(LOCK, [`inbound-scim ${act.name}`]);
      if (rows[0]?.mine) await act.run(manager, this.settings.clock());
    });
  }

  /** That it cannot be asked yet is no answer: the duties tell what they lack. */
  private async isForeign(): Promise<boolean> {
    const rows = await this.owner.query<readonly { own: boolean }[]>(OWNS).catch(() => []);
    return rows[0]?.own === false;
  }
}

const LOCK = `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS mine, set_config('lock_timeout', '3s', true)`;

const OWNS = `
  SELECT pg_has_role(relowner, 'USAGE') AS own FROM pg_class
  WHERE relnamespace = 'inbound_scim'::regnamespace AND relname = 'audit_event'`;

const FOREIGN =
  'This connection does not own the schema inbound_scim: the event log is not sealed here, and the tables are not maintained. ' +
  'Name a connection of the owner as `maintenance`, or let another instance do it.';
