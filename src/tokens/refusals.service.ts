import { Injectable } from '@nestjs/common';
import { type Page, type PageRequest, pageOf } from '../admin/page.js';
import { Database } from '../database/database.js';
import { findIdentityProvider } from '../tenants/find-identity-provider.js';
import { Refusal } from './refusal.entity.js';
import { Refusals } from './refusals.js';

/** The last refused requests of an identity provider with their real reason. */
@Injectable()
export class RefusalsService {
  constructor(
    private readonly database: Database,
    private readonly refusals: Refusals,
  ) {}

  /** The latest first; those that this instance has only noted yet are written before. @throws Problem 404 */
  async list(tenantId: string, identityProviderId: string, { limit, after }: PageRequest): Promise<Page<Refusal>> {
    await this.refusals.flush();
    return this.database.transaction(tenantId, async (tx) => {
      await findIdentityProvider(tx, identityProviderId);
      const query = tx.manager
        .getRepository(Refusal)
        .createQueryBuilder('refusal')
        .where('refusal.tenantId = :tenantId AND refusal.identityProviderId = :identityProviderId')
        .setParameters({ tenantId, identityProviderId })
        .orderBy({ 'refusal.lastSeenAt': 'DESC', 'refusal.id': 'DESC' })
        .limit(limit + 1);
      if (after) query.andWhere('(refusal.lastSeenAt, refusal.id) < (:at, :id)', { at: after[0], id: after[1] });
      return pageOf(await query.getMany(), limit, ({ lastSeenAt, id }) => [lastSeenAt.toISOString(), id]);
    });
  }
}
