import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { ConflictRepository } from './conflict.repository.js';
import { DirectoryGroupsRepository } from './directory-groups.repository.js';
import { DirectoryGroupsService } from './directory-groups.service.js';
import { DirectoryUsersService } from './directory-users.service.js';
import { ExplanationsService } from './explanations.service.js';
import { PeopleRepository } from './people.repository.js';

/** Who and what a tenant has, to be looked at: its people, why they are as they are, and the groups they are in. */
@Module({
  imports: [TenantsModule, AuditModule],
  providers: [
    DirectoryUsersService,
    ExplanationsService,
    DirectoryGroupsService,
    PeopleRepository,
    DirectoryGroupsRepository,
    ConflictRepository,
  ],
  exports: [
    DirectoryUsersService,
    ExplanationsService,
    DirectoryGroupsService,
    PeopleRepository,
    DirectoryGroupsRepository,
  ],
})
export class DirectoryModule {}
