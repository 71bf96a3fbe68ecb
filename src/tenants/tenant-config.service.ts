import { Injectable } from '@nestjs/common';
import { BoundedMap } from './bounded-map.js';
import { Database } from '../database/database.js';
import { readConfig } from './read-config.js';
import type { TenantConfig } from './tenant-config.js';

/** The settings of so many tenants are kept; the one not asked for longest is forgotten first. */
export const MAX_KEPT_CONFIGS = 1_000;

/**
 * What requests are decided by. Settings are kept by their version, which every look-up of a token tells anew: so a change
 * made by another instance is seen as soon as the token is looked up again.
 */
@Injectable()
export class TenantConfigService {
  private readonly kept = new BoundedMap<TenantConfig>(MAX_KEPT_CONFIGS);
  private readonly listeners = new Set<() => void>();

  constructor(private readonly database: Database) {}

  /** The settings at `version` or a later one. @throws Error for a tenant that is gone */
  async config(tenantId: string, version: string): Promise<TenantConfig> {
    const kept = this.kept.get(tenantId);
    if (!kept || BigInt(kept.version) < BigInt(version)) return this.fresh(tenantId);
    this.kept.set(tenantId, kept);
    return kept;
  }

  /** The settings as they are at this moment: for a write that met another version than it was decided by. */
  async fresh(tenantId: string): Promise<TenantConfig> {
    const config = await readConfig(this.database, tenantId);
    this.kept.set(tenantId, config);
    return config;
  }

  /** Called after every change of settings that was made here; what was decided by them is forgotten at once. */
  changed(tenantId: string): void {
    this.kept.delete(tenantId);
    for (const listener of this.listeners) listener();
  }

  /** Who keeps what was derived from settings is told of every change that was made here. */
  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }
}
