import { Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Ctx } from '../edge/ctx.decorator.js';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { ScimBody } from '../edge/scim-body.decorator.js';
import { ScimController } from '../edge/scim-controller.js';
import { ScimOperation } from '../edge/scim-operation.decorator.js';
import { scimReply } from '../edge/scim-reply.js';
import type { BulkRequest } from '../kernel/message/bulk-request.js';
import type { ScimContext } from '../scim-context.js';
import { BulkPipe } from './bulk.pipe.js';
import { BulkService } from './bulk.service.js';

/** `/Bulk` of RFC 7644 §3.7. */
@ScimController('Bulk')
export class BulkController {
  constructor(private readonly bulk: BulkService) {}

  @Post()
  @ScimOperation('Do many operations, each by itself; each has its own status', { body: 'Bulk', refusals: [400, 413] })
  async run(@Ctx() ctx: ScimContext, @ScimBody(BulkPipe) request: BulkRequest, @Res() res: Response): Promise<void> {
    scimReply(res).message(await this.bulk.run(ctx, request));
  }

  @OtherMethods()
  otherMethods(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'POST');
  }
}
