import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { CanonicalValue } from '../directory/person.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { TenantConfigService } from '../tenants/tenant-config.service.js';
import { FIRST_POSITION, type PersonPosition } from './attribute-run.js';
import { configOf } from './config-of.js';
import { fill, type FieldDecision } from './decide-field.js';
import { draftSetting } from './draft-setting.js';
import { PersonFieldRepository, type PlacedField } from './person-field.repository.js';
import { RUN_BATCH } from './run-batches.js';
import type { SettingChange } from './setting-change.js';

/** People that a preview shows at most. */
export const MAX_EXAMPLES = 10;

/** What a backfill would do under a setting. */
export interface Preview {
  readonly key: string;
  /** People who were looked at: all of the tenant. */
  readonly users: number;
  /** Those whose field would become different. */
  readonly changes: number;
  /** The first of them. */
  readonly examples: PreviewExample[];
}

export interface PreviewExample {
  readonly userId: string;
  readonly email: string | null;
  readonly from: CanonicalValue['value'] | null;
  readonly to: CanonicalValue['value'] | null;
}

/** Says what a setting would do to the stored data, and changes nothing. */
@Injectable()
export class AttributePreviewService {
  constructor(
    private readonly database: Database,
    private readonly configs: TenantConfigService,
    private readonly fields: PersonFieldRepository,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /** Batch by batch, with the very evaluation of `backfill`. @throws Problem 404; 400 as for the change itself */
  async preview(tenantId: string, key: string, change: SettingChange): Promise<Preview> {
    const config = await configOf(this.database, this.configs, tenantId);
    const before = config.attributes.find((setting) => setting.key === key);
    const draft = draftSetting(key, before, change, config, { pointer: '/key' });
    const decision = fill(draft, config, this.settings.clock());
    let preview: Preview = { key, users: 0, changes: 0, examples: [] };
    for await (const page of this.pages(tenantId, decision)) preview = withPage(preview, decision, page);
    return preview;
  }

  private async *pages(tenantId: string, decision: FieldDecision): AsyncGenerator<readonly PlacedField[]> {
    let after: PersonPosition | undefined = FIRST_POSITION;
    while (after) {
      const page: readonly PlacedField[] = await this.fields.page(tenantId, decision, after, RUN_BATCH);
      yield page;
      after = page.at(-1)?.position;
    }
  }
}

function withPage(before: Preview, decision: FieldDecision, page: readonly PlacedField[]): Preview {
  const examples = page.flatMap((field) => exampleOf(field, decision.decide(field)) ?? []);
  return {
    ...before,
    users: before.users + page.length,
    changes: before.changes + examples.length,
    examples: [...before.examples, ...examples].slice(0, MAX_EXAMPLES),
  };
}

function exampleOf(field: PlacedField, to: CanonicalValue | null | undefined): PreviewExample | undefined {
  if (to === undefined) return undefined;
  return { userId: field.id, email: field.email, from: field.value?.value ?? null, to: to?.value ?? null };
}
