import { Inject, Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { type Administrator, originOf } from '../admin/administrator.js';
import { Problem } from '../admin/problem.js';
import { AuditService } from '../audit/audit.service.js';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { OFFBOARDING } from '../tenants/assert-not-ending.js';
import { countUpVersion } from '../tenants/count-up-version.js';
import { lockIdentityProvider } from '../tenants/find-identity-provider.js';
import { IdentityProvider } from '../tenants/identity-provider.entity.js';
import { lockTenant } from '../tenants/lock-tenant.js';
import { Token } from '../tokens/token.entity.js';
import type { Ending, OffboardingRun, OffboardingView } from './offboarding-run.js';
import { OffboardingRunRepository } from './offboarding-run.repository.js';
import { OffboardingRuns } from './offboarding-runs.js';

/** The end of a connection. */
@Injectable()
export class OffboardingService {
  constructor(
    private readonly database: Database,
    private readonly runs: OffboardingRunRepository,
    private readonly underWay: OffboardingRuns,
    private readonly audit: AuditService,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /**
   * Ends a connection for good. Its tokens are revoked at once, and SCIM answers 401; then all it has brought goes, a batch at a time, and
   * people stay. What was broken off is taken up by asking once more, or as the service starts.
   *
   * @throws Problem 404; 409 where it is being ended in another way; 503 where the service stops meanwhile
   */
  async end(by: Administrator, tenantId: string, identityProviderId: string, ending: Ending): Promise<OffboardingView> {
    const run = await this.database.transaction(tenantId, (tx) => this.begin(tx, by, identityProviderId, ending));
    return this.underWay.carryOut(run);
  }

  private async begin(
    tx: Transaction,
    by: Administrator,
    identityProviderId: string,
    ending: Ending,
  ): Promise<OffboardingRun> {
    await lockTenant(tx);
    const row = await lockIdentityProvider(tx, identityProviderId);
    const [before] = await this.runs.unfinished(tx, { identityProviderId });
    if (before) return assertSame(before, ending);
    await this.shut(tx, by, row);
    const ended = { identityProviderId, name: row.name, ...ending };
    return this.runs.begin(tx, OFFBOARDING, ended, originOf(by), this.settings.clock());
  }

  /** From now on nobody gets in. */
  private async shut(tx: Transaction, by: Administrator, { id, name, enabled }: IdentityProvider): Promise<void> {
    const { tenantId, manager } = tx;
    const live = { tenantId, identityProviderId: id, revokedAt: IsNull() };
    const tokens = await manager.getRepository(Token).findBy(live);
    await manager.getRepository(Token).update(live, { revokedAt: this.settings.clock() });
    await manager.getRepository(IdentityProvider).update({ tenantId, id }, { enabled: false });
    await countUpVersion(tx);
    const revoked = tokens.map((token) => ({ kind: 'token', id: token.id, name: token.name }) as const);
    await this.audit.record(tx, originOf(by), [
      ...(enabled ? [{ kind: 'identity_provider', id, name } as const] : []).map((target) => ({
        type: 'identity_provider_updated' as const,
        identityProviderId: id,
        target,
        changes: ['enabled'],
      })),
      ...revoked.map((target) => ({ type: 'scim_inbound_token_revoked' as const, identityProviderId: id, target })),
    ]);
  }
}

/** What was begun is ended as it was begun. @throws Problem 409 */
function assertSame(run: OffboardingRun, { users, scrub }: Ending): OffboardingRun {
  if (run.users === users && run.scrub === scrub) return run;
  throw Problem.conflict(
    `The identity provider is being off-boarded with users=${run.users}&scrub=${run.scrub}; ask for the same again.`,
  );
}
