import { Injectable } from '@nestjs/common';
import { assertIfMatch } from '../edge/preconditions.js';
import { type Rereadable, readUnder } from '../edge/rereadable.js';
import { represent, versionTag } from '../edge/represent.js';
import type { Representation } from '../edge/scim-reply.js';
import { ScimError } from '../kernel/error/scim-error.js';
import { parseSearchRequest } from '../kernel/message/search-request.js';
import { applyPatch } from '../kernel/patch/apply-patch.js';
import { memberOperations } from '../kernel/patch/member-operations.js';
import type { ParsedPatch } from '../kernel/patch/operation.js';
import { type Projection, projectsAway } from '../kernel/resource/parse-projection.js';
import { netMembers } from '../memberships/net-members.js';
import { GroupProvisioning } from '../provisioning/group-provisioning.js';
import { replacedResource } from '../provisioning/replaced-resource.js';
import type { ScimContext } from '../scim-context.js';
import { type ListRepresentation, ResourceLists } from '../search/resource-lists.js';
import { SearchRepository } from '../search/search.repository.js';
import { pointsOfMembers, Throttle } from '../tokens/throttle.js';
import { GROUPS } from './groups-table.js';
import type { ReceivedGroup } from './scim-group.pipes.js';
import type { StoredGroup } from './stored-group.js';

/** What of a group is answered, and the version the client holds the change to. */
export interface Wanted {
  readonly projection?: Projection;
  readonly ifMatch?: string;
}

/** `/Groups` (RFC 7644 §3): reads here, writes through provisioning. */
@Injectable()
export class ScimGroupsService {
  constructor(
    private readonly search: SearchRepository,
    private readonly lists: ResourceLists,
    private readonly provisioning: GroupProvisioning,
    private readonly throttle: Throttle,
  ) {}

  /** One statement; members are read only if they are shown. @throws ScimError 404 */
  async get(ctx: ScimContext, id: string, projection?: Projection): Promise<Required<Representation>> {
    const group = await this.search.find(ctx, GROUPS, id, !projectsAway(projection, 'members'));
    if (!group) throw ScimError.notFound(`There is no group ${id}.`);
    return represent(ctx, ctx.resourceTypes.Group, group, projection);
  }

  /** One statement: the page and the total. @throws ScimError 400 as `parseSearchRequest` and `ResourceLists` do */
  async list(ctx: ScimContext, parameters: URLSearchParams): Promise<ListRepresentation> {
    const type = ctx.resourceTypes.Group;
    const request = parseSearchRequest(type, parameters, ctx.tolerance);
    return this.lists.list(ctx, [{ type, table: GROUPS, request }]);
  }

  /** @throws ScimError 400, 409 */
  async create(
    ctx: ScimContext,
    received: Rereadable<ReceivedGroup>,
    projection?: Projection,
  ): Promise<Required<Representation>> {
    this.throttle.consume(ctx, pointsOfMembers(received.members.length));
    const group = await this.provisioning.create(ctx, (decided) => {
      const { resource, warnings, members } = readUnder(received, ctx, decided);
      return { resource, warnings, members: netMembers([{ kind: 'add', members }]) };
    });
    return this.get(ctx, group.id, projection);
  }

  /** PUT: what is left out is cleared, members too; a protected group keeps its `externalId`. @throws ScimError 400, 404, 409, 412 */
  async replace(
    ctx: ScimContext,
    id: string,
    received: Rereadable<ReceivedGroup>,
    { projection, ifMatch }: Wanted,
  ): Promise<Required<Representation>> {
    this.throttle.consume(ctx, pointsOfMembers(received.members.length));
    await this.provisioning.update(ctx, id, {
      next: (group, decided) => {
        assertVersion(group, ifMatch);
        const pushed = readUnder(received, ctx, decided);
        const resource = replacedResource(decided.resourceTypes.Group, group.resource, keepsKey(group, pushed));
        const members = netMembers([{ kind: 'replace', members: pushed.members }]);
        return { resource, warnings: pushed.warnings, members };
      },
    });
    return this.get(ctx, id, projection);
  }

  /** PATCH: all of it or nothing; answers the version the group has then. @throws ScimError 400, 404, 409, 412 */
  async patch(ctx: ScimContext, id: string, patch: Rereadable<ParsedPatch>, ifMatch?: string): Promise<string> {
    this.throttle.consume(ctx, pointsOfMembers(namedMembers(patch)));
    const group = await this.provisioning.update(ctx, id, {
      next: (current, decided) => {
        assertVersion(current, ifMatch);
        const pushed = readUnder(patch, ctx, decided);
        const { members, rest } = memberOperations(pushed.operations);
        const { resource, warnings } = applyPatch(
          decided.resourceTypes.Group,
          current.resource,
          rest,
          decided.tolerance,
        );
        return { resource, warnings: [...pushed.warnings, ...warnings], members: netMembers(members) };
      },
    });
    return versionTag(group.version);
  }

  /** @throws ScimError 404, 412 */
  async delete(ctx: ScimContext, id: string, ifMatch?: string): Promise<void> {
    await this.provisioning.delete(ctx, id, (group) => assertVersion(group, ifMatch));
  }
}

/** That a client leaves the key of a protected group out is no attempt to change it. */
function keepsKey({ protected: isProtected, externalId }: StoredGroup, received: ReceivedGroup): ReceivedGroup {
  if (!isProtected || externalId === null || received.named.has('externalId')) return received;
  return { ...received, resource: { ...received.resource, externalId } };
}

function assertVersion({ version }: StoredGroup, ifMatch: string | undefined): void {
  assertIfMatch(ifMatch, versionTag(version));
}

/** How many members a PATCH names, near enough for what it costs: a step that cannot be done is refused in its turn. */
function namedMembers({ operations }: ParsedPatch): number {
  return operations.reduce(
    (total, step) => total + (step.op !== 'refused' && Array.isArray(step.value) ? step.value.length : 0),
    0,
  );
}
