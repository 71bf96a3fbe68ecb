import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.js';
import { HooksModule } from '../hooks/hooks.module.js';
import { ProvisioningModule } from '../provisioning/provisioning.module.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { HostGroups } from './host-groups.js';
import { HostTenants } from './host-tenants.js';
import { HostUsers } from './host-users.js';
import { HostUsersRepository } from './host-users.repository.js';
import { InboundScim } from './inbound-scim.js';

/** What the application that the service is part of asks of it. */
@Module({
  imports: [TenantsModule, TokensModule, DirectoryModule, ProvisioningModule, HooksModule],
  providers: [InboundScim, HostTenants, HostUsers, HostUsersRepository, HostGroups],
  exports: [InboundScim],
})
export class HostModule {}
