import { Get, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Ctx } from '../edge/ctx.decorator.js';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { ScimBody } from '../edge/scim-body.decorator.js';
import { ScimController } from '../edge/scim-controller.js';
import { ScimOperation } from '../edge/scim-operation.decorator.js';
import { ScimQuery } from '../edge/scim-query.decorator.js';
import { scimReply } from '../edge/scim-reply.js';
import type { ScimContext } from '../scim-context.js';
import { RootSearchService } from './root-search.service.js';
import { ScimSearchPipe } from './search.pipe.js';

/** Users and groups together: a query of the base URL (RFC 7644 §3.4.2.1) and `/.search` (§3.4.3). */
@ScimController('')
export class RootSearchController {
  constructor(private readonly search: RootSearchService) {}

  @Get()
  @ScimOperation('List users and groups, or find them by a filter', { of: 'list', refusals: [400] })
  async list(@Ctx() ctx: ScimContext, @ScimQuery() query: URLSearchParams, @Res() res: Response): Promise<void> {
    scimReply(res).page(await this.search.list(ctx, query));
  }

  @Post('.search')
  @ScimOperation('Find users and groups by a search request', { body: 'Search', refusals: [400, 413] })
  async searchAll(
    @Ctx() ctx: ScimContext,
    @ScimBody(ScimSearchPipe) { parameters }: { readonly parameters: URLSearchParams },
    @Res() res: Response,
  ): Promise<void> {
    scimReply(res).page(await this.search.list(ctx, parameters));
  }

  @OtherMethods()
  otherMethods(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD');
  }

  @OtherMethods('.search')
  otherMethodsOfSearch(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'POST');
  }
}
