import { Injectable } from '@nestjs/common';
import type { Representation } from '../edge/scim-reply.js';
import type { JsonObject } from '../kernel/resource/resource.js';
import type { ScimContext } from '../scim-context.js';
import { ScimUserPatchPipe, ScimUserPipe } from '../scim-users/scim-user.pipes.js';
import { ScimUsersService } from '../scim-users/scim-users.service.js';
import { type BulkTarget, idAt, type WrittenResource } from './bulk-target.js';

/** `/Users` for bulk operations, through the same pipes and the same service. */
@Injectable()
export class BulkUsers implements BulkTarget {
  constructor(
    private readonly users: ScimUsersService,
    private readonly userPipe: ScimUserPipe,
    private readonly patchPipe: ScimUserPatchPipe,
  ) {}

  async create(ctx: ScimContext, data: JsonObject): Promise<WrittenResource> {
    return written(await this.users.create(ctx, this.userPipe.read(ctx, data)));
  }

  async replace(ctx: ScimContext, id: string, data: JsonObject, ifMatch?: string): Promise<WrittenResource> {
    return written(await this.users.replace(ctx, id, this.userPipe.read(ctx, data), { ifMatch }));
  }

  async patch(ctx: ScimContext, id: string, data: JsonObject, ifMatch?: string): Promise<WrittenResource> {
    return written(await this.users.patch(ctx, id, this.patchPipe.read(ctx, data), { ifMatch }));
  }

  delete(ctx: ScimContext, id: string, ifMatch?: string): Promise<void> {
    return this.users.delete(ctx, id, ifMatch);
  }
}

function written({ location, version }: Required<Representation>): WrittenResource {
  return { id: idAt(location), version };
}
