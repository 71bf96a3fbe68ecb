import { Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { RefusalsService } from '../tokens/refusals.service.js';
import { AdminController } from './admin-controller.js';
import { ApiProblems } from './api-problems.js';
import { Cursors } from './cursors.js';
import { PageQueryDto } from './dto/page-query.dto.js';
import { RefusalPageDto } from './dto/refusals.dto.js';
import { IdPipe } from './id.pipe.js';
import { Roles } from './roles.decorator.js';

@AdminController('tenants/:tenantId/identity-providers/:identityProviderId/refusals', 'Refusals')
export class RefusalsController {
  constructor(
    private readonly refusals: RefusalsService,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Roles('auditor')
  @ApiOperation({ summary: 'The last refused requests with their real reason, which the 401 does not tell' })
  @ApiProblems(400)
  list(
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('identityProviderId', IdPipe) identityProviderId: string,
    @Query() query: PageQueryDto,
  ): Promise<RefusalPageDto> {
    return this.cursors.page(`refusals of ${tenantId} ${identityProviderId}`, query, (page) =>
      this.refusals.list(tenantId, identityProviderId, page),
    );
  }

  @OtherMethods()
  @Roles('auditor')
  otherMethods(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD');
  }
}
