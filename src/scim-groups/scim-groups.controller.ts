import { Delete, Get, Headers, Patch, Post, Put, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Ctx } from '../edge/ctx.decorator.js';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { ScimBody } from '../edge/scim-body.decorator.js';
import { ScimController } from '../edge/scim-controller.js';
import { ScimId } from '../edge/scim-id.decorator.js';
import { ScimQuery } from '../edge/scim-query.decorator.js';
import { ScimOperation } from '../edge/scim-operation.decorator.js';
import { scimReply } from '../edge/scim-reply.js';
import { projectionOf } from '../kernel/message/search-request.js';
import type { ParsedPatch } from '../kernel/patch/operation.js';
import type { ScimContext } from '../scim-context.js';
import { ScimSearchPipe } from '../search/search.pipe.js';
import { type ReceivedGroup, ScimGroupPatchPipe, ScimGroupPipe } from './scim-group.pipes.js';
import { ScimGroupsService } from './scim-groups.service.js';

/** `/Groups` of RFC 7644 §3.2: parse, delegate, reply. */
@ScimController('Groups')
export class ScimGroupsController {
  constructor(private readonly groups: ScimGroupsService) {}

  @Get()
  @ScimOperation('List groups, or find them by a filter', { of: 'list', refusals: [400] })
  async list(@Ctx() ctx: ScimContext, @ScimQuery() query: URLSearchParams, @Res() res: Response): Promise<void> {
    scimReply(res).page(await this.groups.list(ctx, query));
  }

  @Post()
  @ScimOperation('Create a group', { body: 'Group', status: 201, refusals: [400, 409, 413] })
  async create(
    @Ctx() ctx: ScimContext,
    @ScimBody(ScimGroupPipe) group: ReceivedGroup,
    @ScimQuery() query: URLSearchParams,
    @Res() res: Response,
  ): Promise<void> {
    scimReply(res).created(await this.groups.create(ctx, group, projectionOf(ctx.resourceTypes.Group, query)));
  }

  @Post('.search')
  @ScimOperation('Find groups by a search request', { body: 'Search', refusals: [400, 413] })
  async search(
    @Ctx() ctx: ScimContext,
    @ScimBody(ScimSearchPipe) { parameters }: { readonly parameters: URLSearchParams },
    @Res() res: Response,
  ): Promise<void> {
    scimReply(res).page(await this.groups.list(ctx, parameters));
  }

  /** Before the routes of one: `.search` is nobody's id. */
  @OtherMethods('.search')
  otherMethodsOfSearch(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'POST');
  }

  @Get(':id')
  @ScimOperation('Read a group', { of: 'one', answer: 'Group', refusals: [404] })
  async get(
    @Ctx() ctx: ScimContext,
    @ScimId() id: string,
    @ScimQuery() query: URLSearchParams,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res() res: Response,
  ): Promise<void> {
    const projection = projectionOf(ctx.resourceTypes.Group, query);
    scimReply(res).conditional(await this.groups.get(ctx, id, projection), ifNoneMatch);
  }

  @Put(':id')
  @ScimOperation('Replace a group', { of: 'one', body: 'Group', refusals: [400, 404, 409, 412, 413] })
  async replace(
    @Ctx() ctx: ScimContext,
    @ScimId() id: string,
    @ScimBody(ScimGroupPipe) group: ReceivedGroup,
    @ScimQuery() query: URLSearchParams,
    @Headers('if-match') ifMatch: string | undefined,
    @Res() res: Response,
  ): Promise<void> {
    const projection = projectionOf(ctx.resourceTypes.Group, query);
    scimReply(res).ok(await this.groups.replace(ctx, id, group, { projection, ifMatch }));
  }

  // A tolerant connection is answered 204, as Entra expects; a strict one, and whoever asks for attributes, with the resource.
  @Patch(':id')
  @ScimOperation('Change a group: all of it or nothing', {
    of: 'one',
    body: 'GroupPatch',
    status: 204,
    alsoOk: true,
    isProjected: true,
    refusals: [400, 404, 409, 412, 413],
  })
  async patch(
    @Ctx() ctx: ScimContext,
    @ScimId() id: string,
    @ScimBody(ScimGroupPatchPipe) patch: ParsedPatch,
    @ScimQuery() query: URLSearchParams,
    @Headers('if-match') ifMatch: string | undefined,
    @Res() res: Response,
  ): Promise<void> {
    const version = await this.groups.patch(ctx, id, patch, ifMatch);
    const projection = projectionOf(ctx.resourceTypes.Group, query);
    if (!ctx.connection.strict && projection?.shows !== 'only these') scimReply(res).noContent({ version });
    else scimReply(res).ok(await this.groups.get(ctx, id, projection));
  }

  @Delete(':id')
  @ScimOperation('Delete a group', { of: 'one', status: 204, refusals: [404, 412] })
  async delete(
    @Ctx() ctx: ScimContext,
    @ScimId() id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res() res: Response,
  ): Promise<void> {
    await this.groups.delete(ctx, id, ifMatch);
    scimReply(res).noContent();
  }

  @OtherMethods()
  otherMethods(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD, POST');
  }

  @OtherMethods(':id')
  otherMethodsOfOne(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD, PUT, PATCH, DELETE');
  }
}
