import { Module } from '@nestjs/common';
import { ProvisioningModule } from '../provisioning/provisioning.module.js';
import { SearchModule } from '../search/search.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { ReceivedUsersRepository } from './received-users.repository.js';
import { ScimUserPatchPipe, ScimUserPipe } from './scim-user.pipes.js';
import { ScimUsersController } from './scim-users.controller.js';
import { ScimUsersService } from './scim-users.service.js';

/** `/Users`. */
@Module({
  imports: [TokensModule, ProvisioningModule, SearchModule],
  controllers: [ScimUsersController],
  providers: [ScimUsersService, ScimUserPipe, ScimUserPatchPipe, ReceivedUsersRepository],
  exports: [ScimUsersService, ScimUserPipe, ScimUserPatchPipe, ReceivedUsersRepository],
})
export class ScimUsersModule {}
