import { Inject, Injectable } from '@nestjs/common';
import { type Administrator, originOf } from '../admin/administrator.js';
import { Problem } from '../admin/problem.js';
import { AuditService } from '../audit/audit.service.js';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { assertIfMatch } from '../edge/preconditions.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { countUpVersion } from '../tenants/count-up-version.js';
import { lockTenant } from '../tenants/lock-tenant.js';
import { TenantConfigService } from '../tenants/tenant-config.service.js';
import type { AttributeRun } from './attribute-run.js';
import { AttributeRunsService } from './attribute-runs.service.js';
import type { AttributeSetting } from './attribute-setting.js';
import { StoredSetting } from './attribute-setting.entity.js';
import { withCatalogue } from './catalogue.js';
import { checkKey } from './check-setting.js';
import { configOf } from './config-of.js';
import { draftSetting } from './draft-setting.js';
import { noSuchKey } from './no-such-key.js';
import { changedFields, namedFields, type SettingChange } from './setting-change.js';
import {
  type AnySetting,
  etagOf,
  settingView,
  type SettingView,
  type TaggedSetting,
  taggedSetting,
} from './setting-view.js';

/** Keys of a tenant's own. */
export const MAX_OWN_KEYS = 100;

/** What a tenant keeps of its people, and what of it is mirrored. */
@Injectable()
export class AttributesService {
  constructor(
    private readonly database: Database,
    private readonly configs: TenantConfigService,
    private readonly runs: AttributeRunsService,
    private readonly audit: AuditService,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /** The whole catalogue with the tenant's changes, then its own keys. @throws Problem 404 */
  async list(tenantId: string): Promise<SettingView[]> {
    await configOf(this.database, this.configs, tenantId);
    return (await this.database.transaction(tenantId, settingsOf)).map(settingView);
  }

  /** @throws Problem 404 */
  async get(tenantId: string, key: string): Promise<TaggedSetting> {
    await configOf(this.database, this.configs, tenantId);
    const settings = await this.database.transaction(tenantId, settingsOf);
    return taggedSetting(found(settings, key));
  }

  /**
   * Changes a key, or makes one of the tenant's own. It fills nothing by itself: the next pushes do, or `backfill`. A change that
   * changes nothing leaves no trace.
   *
   * @throws Problem 404; 400 that names each wrong field; 409 for one key too many; ScimError 412 if `ifMatch` names another version
   */
  async put(
    by: Administrator,
    tenantId: string,
    key: string,
    change: SettingChange,
    ifMatch?: string,
  ): Promise<TaggedSetting> {
    const config = await configOf(this.database, this.configs, tenantId);
    const row = await this.database.transaction(tenantId, async (tx) => {
      const tenant = await lockTenant(tx);
      const settings = await settingsOf(tx);
      const before = settings.find((setting) => setting.key === key);
      assertVersion(before, ifMatch);
      const draft = draftSetting(key, before, change, config, { parameter: 'key' });
      const changes = before ? changedFields(before, change) : namedFields(change);
      if (before && changes.length === 0) return before;
      if (!before) await this.assertRoom(tx, key, settings);
      return this.store(tx, by, { ...draft, ...this.stamp(tenant) }, changes);
    });
    this.configs.changed(tenantId);
    return taggedSetting(row);
  }

  /**
   * Takes a key of the tenant's own away, and then its values, as a run of its own.
   *
   * @throws Problem 404; 409 for a key of the catalogue, or one that is being worked on; ScimError 412
   */
  async remove(by: Administrator, tenantId: string, key: string, ifMatch?: string): Promise<void> {
    await configOf(this.database, this.configs, tenantId);
    if (checkKey(key) !== undefined) throw noSuchKey();
    await this.runs.alone(tenantId, key, async (ended) => {
      // What is asked for was broken off before, and has just been ended.
      if (ended.some(({ kind }) => kind === 'attribute_removal')) return;
      const run = await this.database.transaction(tenantId, (tx) => this.takeAway(tx, by, key, ifMatch));
      this.configs.changed(tenantId);
      await this.runs.carryOut(run);
    });
  }

  private async takeAway(tx: Transaction, by: Administrator, key: string, ifMatch?: string): Promise<AttributeRun> {
    await lockTenant(tx);
    const setting = found(await settingsOf(tx), key);
    if (!setting.custom)
      throw Problem.conflict(`${key} is of the catalogue, which every tenant has; disable it instead.`);
    assertVersion(setting, ifMatch);
    await tx.manager.getRepository(StoredSetting).delete({ tenantId: tx.tenantId, key });
    await countUpVersion(tx);
    await this.record(tx, by, key, ['removed']);
    return this.runs.begin(tx, 'attribute_removal', key, originOf(by));
  }

  private async store(tx: Transaction, by: Administrator, row: StoredSetting, changes: readonly string[]) {
    await tx.manager.getRepository(StoredSetting).upsert(row, ['tenantId', 'key']);
    await countUpVersion(tx);
    await this.record(tx, by, row.key, changes);
    return row;
  }

  private stamp({ id, configVersion }: { id: string; configVersion: string }) {
    return { tenantId: id, revision: String(BigInt(configVersion) + 1n), updatedAt: this.settings.clock() };
  }

  private async assertRoom(tx: Transaction, key: string, settings: readonly AttributeSetting[]): Promise<void> {
    if (settings.filter(({ custom }) => custom).length >= MAX_OWN_KEYS)
      throw Problem.conflict(`A tenant has ${MAX_OWN_KEYS} keys of its own at most.`);
    if (await this.runs.isBeingRemoved(tx, key))
      throw Problem.conflict(
        `The values of an earlier ${key} are being removed; DELETE it again if that was broken off.`,
      );
  }

  private record(tx: Transaction, by: Administrator, key: string, changes: readonly string[]): Promise<void> {
    const target = { kind: 'attribute', id: key } as const;
    return this.audit.record(tx, originOf(by), [{ type: 'attribute_config_updated', target, changes }]);
  }
}

async function settingsOf({ tenantId, manager }: Transaction): Promise<readonly AnySetting[]> {
  return withCatalogue(await manager.getRepository(StoredSetting).find({ where: { tenantId }, order: { key: 'ASC' } }));
}

function found(settings: readonly AnySetting[], key: string): AnySetting {
  const setting = settings.find((one) => one.key === key);
  if (!setting) throw noSuchKey();
  return setting;
}

/** A key that is not there has no version that anybody could name (RFC 9110 §13.1.1). */
function assertVersion(setting: AnySetting | undefined, ifMatch: string | undefined): void {
  if (ifMatch !== undefined && !setting) throw Problem.ofStatus(412, 'There is no attribute of this key yet.');
  if (setting) assertIfMatch(ifMatch, etagOf(setting));
}
