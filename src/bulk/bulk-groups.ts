import { Injectable } from '@nestjs/common';
import type { Representation } from '../edge/scim-reply.js';
import type { Projection } from '../kernel/resource/parse-projection.js';
import type { JsonObject } from '../kernel/resource/resource.js';
import type { ScimContext } from '../scim-context.js';
import { ScimGroupPatchPipe, ScimGroupPipe } from '../scim-groups/scim-group.pipes.js';
import { ScimGroupsService } from '../scim-groups/scim-groups.service.js';
import { type BulkTarget, idAt, type WrittenResource } from './bulk-target.js';

/** A bulk answer shows no resource, so nobody reads the members for it. */
const projection: Projection = { shows: 'only these', names: new Map([['id', 'whole']]) };

/** `/Groups` for bulk operations, through the same pipes and the same service. */
@Injectable()
export class BulkGroups implements BulkTarget {
  constructor(
    private readonly groups: ScimGroupsService,
    private readonly groupPipe: ScimGroupPipe,
    private readonly patchPipe: ScimGroupPatchPipe,
  ) {}

  async create(ctx: ScimContext, data: JsonObject): Promise<WrittenResource> {
    return written(await this.groups.create(ctx, this.groupPipe.read(ctx, data), projection));
  }

  async replace(ctx: ScimContext, id: string, data: JsonObject, ifMatch?: string): Promise<WrittenResource> {
    return written(await this.groups.replace(ctx, id, this.groupPipe.read(ctx, data), { projection, ifMatch }));
  }

  async patch(ctx: ScimContext, id: string, data: JsonObject, ifMatch?: string): Promise<WrittenResource> {
    return { id, version: await this.groups.patch(ctx, id, this.patchPipe.read(ctx, data), ifMatch) };
  }

  delete(ctx: ScimContext, id: string, ifMatch?: string): Promise<void> {
    return this.groups.delete(ctx, id, ifMatch);
  }
}

function written({ location, version }: Required<Representation>): WrittenResource {
  return { id: idAt(location), version };
}
