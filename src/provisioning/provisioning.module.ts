import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ConflictRepository } from '../directory/conflict.repository.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { HooksModule } from '../hooks/hooks.module.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { AdministeredPeopleRepository } from './administered-people.repository.js';
import { Attempts } from './attempts.js';
import { ChangeRepository } from './change.repository.js';
import { ConflictEffects } from './conflict-effects.js';
import { ConflictsService } from './conflicts.service.js';
import { FactsRepository } from './facts.repository.js';
import { GroupChangeRepository } from './group-change.repository.js';
import { GroupFactsRepository } from './group-facts.repository.js';
import { GroupProtection } from './group-protection.service.js';
import { GroupProvisioning } from './group-provisioning.js';
import { ManifoldChange } from './manifold-change.js';
import { PeopleAdministration } from './people-administration.service.js';
import { RefusedPush } from './refused-push.js';
import { UserProvisioning } from './user-provisioning.js';

/** How a push becomes one change: read, decide, write. */
@Module({
  imports: [TenantsModule, AuditModule, DirectoryModule, HooksModule],
  providers: [
    Attempts,
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
    PeopleAdministration,
    AdministeredPeopleRepository,
    GroupProtection,
  ],
  exports: [UserProvisioning, GroupProvisioning, ConflictsService, PeopleAdministration, GroupProtection],
})
export class ProvisioningModule {}
