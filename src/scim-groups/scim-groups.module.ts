import { Module } from '@nestjs/common';
import { ProvisioningModule } from '../provisioning/provisioning.module.js';
import { SearchModule } from '../search/search.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { ReceivedGroupsRepository } from './received-groups.repository.js';
import { ScimGroupPatchPipe, ScimGroupPipe } from './scim-group.pipes.js';
import { ScimGroupsController } from './scim-groups.controller.js';
import { ScimGroupsService } from './scim-groups.service.js';

/** `/Groups`. */
@Module({
  imports: [TokensModule, ProvisioningModule, SearchModule],
  controllers: [ScimGroupsController],
  providers: [ScimGroupsService, ScimGroupPipe, ScimGroupPatchPipe, ReceivedGroupsRepository],
  exports: [ScimGroupsService, ScimGroupPipe, ScimGroupPatchPipe, ReceivedGroupsRepository],
})
export class ScimGroupsModule {}
