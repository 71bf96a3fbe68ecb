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
import type { ParsedPatch } from '../kernel/patch/operation.js';
import type { Received } from '../kernel/resource/resource.js';
import type { ScimContext } from '../scim-context.js';
import { ScimSearchPipe } from '../search/search.pipe.js';
import { projectionOf } from '../kernel/message/search-request.js';
import { ScimUserPatchPipe, ScimUserPipe } from './scim-user.pipes.js';
import { ScimUsersService } from './scim-users.service.js';

/** `/Users` of RFC 7644 §3.2: parse, delegate, reply. */
@ScimController('Users')
export class ScimUsersController {
  constructor(private readonly users: ScimUsersService) {}

  @Get()
  @ScimOperation('List users, or find them by a filter', { of: 'list', refusals: [400] })
  async list(@Ctx() ctx: ScimContext, @ScimQuery() query: URLSearchParams, @Res() res: Response): Promise<void> {
    scimReply(res).page(await this.users.list(ctx, query));
  }

  @Post()
  @ScimOperation('Create a user', { body: 'User', status: 201, refusals: [400, 409, 413] })
  async create(
    @Ctx() ctx: ScimContext,
    @ScimBody(ScimUserPipe) user: Received,
    @ScimQuery() query: URLSearchParams,
    @Res() res: Response,
  ): Promise<void> {
    scimReply(res).created(await this.users.create(ctx, user, projectionOf(ctx.resourceTypes.User, query)));
  }

  @Post('.search')
  @ScimOperation('Find users by a search request', { body: 'Search', refusals: [400, 413] })
  async search(
    @Ctx() ctx: ScimContext,
    @ScimBody(ScimSearchPipe) { parameters }: { readonly parameters: URLSearchParams },
    @Res() res: Response,
  ): Promise<void> {
    scimReply(res).page(await this.users.list(ctx, parameters));
  }

  /** Before the routes of one: `.search` is nobody's id. */
  @OtherMethods('.search')
  otherMethodsOfSearch(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'POST');
  }

  @Get(':id')
  @ScimOperation('Read a user', { of: 'one', answer: 'User', refusals: [404] })
  async get(
    @Ctx() ctx: ScimContext,
    @ScimId() id: string,
    @ScimQuery() query: URLSearchParams,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res() res: Response,
  ): Promise<void> {
    scimReply(res).conditional(await this.users.get(ctx, id, projectionOf(ctx.resourceTypes.User, query)), ifNoneMatch);
  }

  @Put(':id')
  @ScimOperation('Replace a user', { of: 'one', body: 'User', refusals: [400, 404, 409, 412, 413] })
  async replace(
    @Ctx() ctx: ScimContext,
    @ScimId() id: string,
    @ScimBody(ScimUserPipe) user: Received,
    @ScimQuery() query: URLSearchParams,
    @Headers('if-match') ifMatch: string | undefined,
    @Res() res: Response,
  ): Promise<void> {
    const projection = projectionOf(ctx.resourceTypes.User, query);
    scimReply(res).ok(await this.users.replace(ctx, id, user, { projection, ifMatch }));
  }

  @Patch(':id')
  @ScimOperation('Change a user: all of it or nothing', {
    of: 'one',
    body: 'UserPatch',
    refusals: [400, 404, 409, 412, 413],
  })
  async patch(
    @Ctx() ctx: ScimContext,
    @ScimId() id: string,
    @ScimBody(ScimUserPatchPipe) patch: ParsedPatch,
    @ScimQuery() query: URLSearchParams,
    @Headers('if-match') ifMatch: string | undefined,
    @Res() res: Response,
  ): Promise<void> {
    const projection = projectionOf(ctx.resourceTypes.User, query);
    scimReply(res).ok(await this.users.patch(ctx, id, patch, { projection, ifMatch }));
  }

  @Delete(':id')
  @ScimOperation('Delete a user', { of: 'one', status: 204, refusals: [404, 412] })
  async delete(
    @Ctx() ctx: ScimContext,
    @ScimId() id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res() res: Response,
  ): Promise<void> {
    await this.users.delete(ctx, id, ifMatch);
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
