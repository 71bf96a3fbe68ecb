import { Injectable } from '@nestjs/common';
import { type Administrator, originOf } from '../admin/administrator.js';
import { Problem } from '../admin/problem.js';
import { Database } from '../database/database.js';
import { TenantConfigService } from '../tenants/tenant-config.service.js';
import type { AttributeRun, RunKind } from './attribute-run.js';
import { AttributeRunsService } from './attribute-runs.service.js';
import type { AttributeSetting } from './attribute-setting.js';
import { configOf } from './config-of.js';
import { isMirrored } from './decide-field.js';
import { noSuchKey } from './no-such-key.js';

/** What a backfill or scrub came to. */
export interface ChangedValues {
  readonly key: string;
  /** People whose field was written, also before a run was broken off. */
  readonly changed: number;
}

/** The values of a field, for all people at once. */
@Injectable()
export class AttributeValuesService {
  constructor(
    private readonly database: Database,
    private readonly configs: TenantConfigService,
    private readonly runs: AttributeRunsService,
  ) {}

  /**
   * Fills the field from what is stored, as if it had been mirrored from the beginning.
   *
   * @throws Problem 404; 409 for a key that is not mirrored, or that is being worked on
   */
  async backfill(by: Administrator, tenantId: string, key: string): Promise<ChangedValues> {
    const setting = await this.setting(tenantId, key);
    if (!isMirrored(setting))
      throw Problem.conflict(`${key} is not mirrored; enable it and switch mirroring on first.`);
    return this.perform(by, tenantId, key, 'attribute_backfill');
  }

  /**
   * Clears what was mirrored into the field; what an administrator or a host wrote stays.
   *
   * @throws Problem 404; 409 for a key that is mirrored still, or that is being worked on
   */
  async scrub(by: Administrator, tenantId: string, key: string): Promise<ChangedValues> {
    const setting = await this.setting(tenantId, key);
    if (isMirrored(setting))
      throw Problem.conflict(`${key} is mirrored; switch that off first, else the next push fills it.`);
    return this.perform(by, tenantId, key, 'attribute_scrub');
  }

  private async setting(tenantId: string, key: string): Promise<AttributeSetting> {
    const { attributes } = await configOf(this.database, this.configs, tenantId);
    const setting = attributes.find((one) => one.key === key);
    if (!setting) throw noSuchKey();
    return setting;
  }

  /** One of the same kind that was broken off is what was asked for. */
  private perform(by: Administrator, tenantId: string, key: string, kind: RunKind): Promise<ChangedValues> {
    return this.runs.alone(tenantId, key, async (ended) => {
      const run = ended.find((one) => one.kind === kind) ?? (await this.run(by, tenantId, key, kind));
      return { key, changed: run.progress.changed };
    });
  }

  private async run(by: Administrator, tenantId: string, key: string, kind: RunKind): Promise<AttributeRun> {
    const begin = await this.database.transaction(tenantId, (tx) => this.runs.begin(tx, kind, key, originOf(by)));
    return this.runs.carryOut(begin);
  }
}
