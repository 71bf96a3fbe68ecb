import { Injectable } from '@nestjs/common';
import { type Rereadable, readUnder } from '../edge/rereadable.js';
import { represent, versionTag } from '../edge/represent.js';
import type { Representation } from '../edge/scim-reply.js';
import { assertIfMatch } from '../edge/preconditions.js';
import { parseSearchRequest } from '../kernel/message/search-request.js';
import { ScimError } from '../kernel/error/scim-error.js';
import { applyPatch } from '../kernel/patch/apply-patch.js';
import { isDeactivation } from '../kernel/patch/is-deactivation.js';
import type { ParsedPatch } from '../kernel/patch/operation.js';
import { projectsAway } from '../kernel/resource/parse-projection.js';
import type { Projection } from '../kernel/resource/parse-projection.js';
import type { Received } from '../kernel/resource/resource.js';
import type { Next } from '../provisioning/decide-update.js';
import { replacedResource } from '../provisioning/replaced-resource.js';
import { type Answer, type Revision, UserProvisioning } from '../provisioning/user-provisioning.js';
import type { ScimContext } from '../scim-context.js';
import { type ListRepresentation, ResourceLists } from '../search/resource-lists.js';
import { SearchRepository } from '../search/search.repository.js';
import { USERS } from './users-table.js';
import type { StoredUser } from './stored-user.js';

/** What of a user is answered, and the version the client holds the change to. */
export interface Wanted {
  readonly projection?: Projection;
  readonly ifMatch?: string;
}

/** `/Users` (RFC 7644 §3): reads here, writes through provisioning. */
@Injectable()
export class ScimUsersService {
  constructor(
    private readonly search: SearchRepository,
    private readonly lists: ResourceLists,
    private readonly provisioning: UserProvisioning,
  ) {}

  /** One statement. @throws ScimError 404 */
  async get(ctx: ScimContext, id: string, projection?: Projection): Promise<Required<Representation>> {
    const user = await this.search.find(ctx, USERS, id, !projectsAway(projection, 'groups'));
    if (!user) throw ScimError.notFound(`There is no user ${id}.`);
    return represent(ctx, ctx.resourceTypes.User, user, projection);
  }

  /** One statement: the page and the total. @throws ScimError 400 as `parseSearchRequest` and `ResourceLists` do */
  async list(ctx: ScimContext, parameters: URLSearchParams): Promise<ListRepresentation> {
    const type = ctx.resourceTypes.User;
    const request = parseSearchRequest(type, parameters, ctx.tolerance);
    return this.lists.list(ctx, [{ type, table: USERS, request }]);
  }

  async create(
    ctx: ScimContext,
    received: Rereadable<Received>,
    projection?: Projection,
  ): Promise<Required<Representation>> {
    const answer = await this.provisioning.create(ctx, (decided) => readUnder(received, ctx, decided));
    return this.represent(ctx, answer, projection);
  }

  /** PUT: what is left out is cleared, but for `active` and `externalId`. @throws ScimError 404, 409, 412 */
  async replace(
    ctx: ScimContext,
    id: string,
    received: Rereadable<Received>,
    wanted: Wanted,
  ): Promise<Required<Representation>> {
    return this.revise(ctx, id, wanted, {
      next: ({ resource }, decided) => {
        const pushed = readUnder(received, ctx, decided);
        return {
          resource: replacedResource(decided.resourceTypes.User, resource, pushed),
          warnings: pushed.warnings,
        };
      },
    });
  }

  /** PATCH: all of it or nothing. @throws ScimError 400, 404, 409, 412 */
  async patch(
    ctx: ScimContext,
    id: string,
    patch: Rereadable<ParsedPatch>,
    wanted: Wanted,
  ): Promise<Required<Representation>> {
    const mustDeactivate = patch.deactivates && ctx.tolerance.failureBesideDeactivation === 'skip';
    return this.revise(ctx, id, wanted, {
      next: (user, decided) => patchedUser(decided, user, readUnder(patch, ctx, decided)),
      ...(mustDeactivate && {
        onlyDeactivating: (user: StoredUser, decided: ScimContext) => {
          const { operations, ...rest } = readUnder(patch, ctx, decided);
          return patchedUser(decided, user, { ...rest, operations: operations.filter(isDeactivation) });
        },
      }),
    });
  }

  /** @throws ScimError 404, 412 */
  async delete(ctx: ScimContext, id: string, ifMatch?: string): Promise<void> {
    await this.provisioning.delete(ctx, id, ({ version }) => assertIfMatch(ifMatch, versionTag(version)));
  }

  private async revise(
    ctx: ScimContext,
    id: string,
    wanted: Wanted,
    revision: Revision,
  ): Promise<Required<Representation>> {
    const answer = await this.provisioning.update(ctx, id, {
      ...revision,
      next: (user, decided) => {
        assertIfMatch(wanted.ifMatch, versionTag(user.version));
        return revision.next(user, decided);
      },
    });
    return this.represent(ctx, answer, wanted.projection);
  }

  private async represent(
    ctx: ScimContext,
    answer: Answer,
    projection?: Projection,
  ): Promise<Required<Representation>> {
    const { id, resource, version, createdAt, lastModified } = answer.user;
    const derived = answer.groups === undefined ? await this.search.derived(ctx, USERS, id) : answer.groups;
    const read = { id, resource: JSON.stringify(resource), derived, version, createdAt, lastModified };
    return represent(ctx, ctx.resourceTypes.User, read, projection);
  }
}

function patchedUser(
  { resourceTypes, tolerance }: ScimContext,
  { resource }: StoredUser,
  { operations, warnings }: ParsedPatch,
): Next {
  const patched = applyPatch(resourceTypes.User, resource, operations, tolerance);
  return { resource: patched.resource, warnings: [...warnings, ...patched.warnings] };
}
