import type { ResourceType } from '../kernel/schema/schema.js';
import type { Connection, TenantConfig } from '../tenants/tenant-config.js';

/** What every decision is made with besides the facts: the connection that pushes, the settings, and one moment in time. */
export interface Push {
  readonly connection: Connection;
  readonly config: TenantConfig;
  readonly userType: ResourceType;
  readonly now: Date;
  /** A new identifier; a function so that decisions stay pure under test. */
  readonly newId: () => string;
}
