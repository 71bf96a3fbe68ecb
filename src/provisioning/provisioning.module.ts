import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ConflictRepository } from '../directory/conflict.repository.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { ChangeRepository } from './change.repository.js';
import { ConflictEffects } from './conflict-effects.js';
import { ConflictsService } from './conflicts.service.js';
import { FactsRepository } from './facts.repository.js';
import { GroupChangeRepository } from './group-change.repository.js';
import { GroupFactsRepository } from './group-facts.repository.js';
import { GroupProvisioning } from './group-provisioning.js';
import { ManifoldChange } from './manifold-change.js';
import { RefusedPush } from './refused-push.js';
import { UserProvisioning } from './user-provisioning.js';

/** How a push becomes one change: read, decide, write. */
@Module({
  imports: [TenantsModule, AuditModule],
  providers: [
    UserProvisioning,
    FactsRepository,
    ChangeRepository,
    ManifoldChange,
    GroupProvisioning,
    GroupFactsRepository,
    GroupChangeRepository,
    RefusedPush,
    ConflictRepository,
    ConflictsService,
    ConflictEffects,
  ],
  exports: [UserProvisioning, GroupProvisioning, ConflictsService],
})
export class ProvisioningModule {}
