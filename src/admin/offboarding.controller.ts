import { Delete, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { OffboardingPlansService } from '../offboarding/offboarding-plans.service.js';
import { OffboardingService } from '../offboarding/offboarding.service.js';
import { AdminController } from './admin-controller.js';
import type { Administrator } from './administrator.js';
import { ApiProblems } from './api-problems.js';
import { Caller } from './caller.decorator.js';
import { OffboardingDto, OffboardingPlanDto, OffboardQueryDto } from './dto/offboarding.dto.js';
import { IdPipe } from './id.pipe.js';
import { Roles } from './roles.decorator.js';

@AdminController('tenants/:tenantId/identity-providers/:identityProviderId', 'Identity providers')
export class OffboardingController {
  constructor(
    private readonly offboarding: OffboardingService,
    private readonly plans: OffboardingPlansService,
  ) {}

  @Get('offboarding')
  @Roles('auditor')
  @ApiOperation({ summary: 'Say what ending an identity provider would do, and how far it is where that was begun' })
  plan(
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('identityProviderId', IdPipe) identityProviderId: string,
  ): Promise<OffboardingPlanDto> {
    return this.plans.plan(tenantId, identityProviderId);
  }

  @Delete()
  @Roles('owner')
  @ApiOperation({
    summary: 'End an identity provider for good (owner)',
    description:
      'Its tokens are revoked at once, and SCIM answers 401. Then everything it has sent is removed; people stay. It may take a while: who is ' +
      'answered by nothing asks again, and what is left goes on. The service takes it up by itself as it starts.',
  })
  @ApiProblems(400, 409)
  end(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('identityProviderId', IdPipe) identityProviderId: string,
    @Query() { users = 'keep', scrub = false }: OffboardQueryDto,
  ): Promise<OffboardingDto> {
    return this.offboarding.end(by, tenantId, identityProviderId, { users, scrub });
  }

  @OtherMethods('offboarding')
  @Roles('auditor')
  otherMethods(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD');
  }
}
