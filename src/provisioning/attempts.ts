import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import AsyncLock from 'async-lock';
import { v4 as uuidv4 } from 'uuid';
import { ScimError } from '../kernel/error/scim-error.js';
import type { ScimContext } from '../scim-context.js';
import { TenantConfigService } from '../tenants/tenant-config.service.js';
import { freshContext } from './fresh-context.js';

/** A decision that others keep overtaking is made anew so often; then the client is told to try again. */
const MAX_ATTEMPTS = 25;
/** Before attempt n at most n of these, so that two instances do not overtake each other in step. */
const PAUSE_MS = 2;

/**
 * Decides anew whatever was overtaken. The first attempt waits for nobody. Those after it take turns within this instance, by target, so that
 * of many changes of one user each is overtaken once at most, or by another instance.
 */
@Injectable()
export class Attempts {
  private readonly turns = new AsyncLock({ maxPending: Infinity });

  constructor(private readonly configs: TenantConfigService) {}

  /**
   * What `attempt` gives, which is undefined for as long as it was overtaken; from the second on under the settings of that moment.
   * Whoever names no target waits for nobody.
   * @throws ScimError 503 after 25 attempts, and what `attempt` throws
   */
  async settle<T extends object>(
    ctx: ScimContext,
    attempt: (ctx: ScimContext) => Promise<T | undefined>,
    target: string = uuidv4(),
  ): Promise<T> {
    return (
      (await attempt(ctx)) ?? (await this.turns.acquire(`${ctx.tenantId}/${target}`, () => this.again(ctx, attempt)))
    );
  }

  private async again<T>(ctx: ScimContext, attempt: (ctx: ScimContext) => Promise<T | undefined>): Promise<T> {
    for (let attempts = 2; attempts <= MAX_ATTEMPTS; attempts += 1) {
      const result = await attempt(await freshContext(this.configs, ctx));
      if (result !== undefined) return result;
      await setTimeout(Math.random() * attempts * PAUSE_MS);
    }
    throw ScimError.unavailable('Others are changing the same resource; try again.', 1);
  }
}
