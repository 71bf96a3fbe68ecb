import { Module } from '@nestjs/common';
import { ScimGroupsModule } from '../scim-groups/scim-groups.module.js';
import { ScimUsersModule } from '../scim-users/scim-users.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { BulkController } from './bulk.controller.js';
import { BulkGroups } from './bulk-groups.js';
import { BulkService } from './bulk.service.js';
import { BulkUsers } from './bulk-users.js';

/** `/Bulk`. */
@Module({
  imports: [TokensModule, ScimUsersModule, ScimGroupsModule],
  controllers: [BulkController],
  providers: [BulkService, BulkUsers, BulkGroups],
})
export class BulkModule {}
