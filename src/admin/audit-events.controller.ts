import { Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { AuditSearch } from '../audit/audit-search.js';
import { SERVICE_TENANT } from '../audit/service-tenant.js';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { TenantsService } from '../tenants/tenants.service.js';
import { AdminController } from './admin-controller.js';
import { ApiProblems } from './api-problems.js';
import { Cursors } from './cursors.js';
import { AuditEventPageDto, AuditEventQueryDto } from './dto/audit-events.dto.js';
import { IdPipe } from './id.pipe.js';
import { Roles } from './roles.decorator.js';

@AdminController('tenants/:tenantId/audit-events', 'Event log')
export class AuditEventsController {
  constructor(
    private readonly search: AuditSearch,
    private readonly tenants: TenantsService,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Roles('auditor')
  @ApiOperation({
    summary: 'Read the event log, newest first',
    description: 'Under the nil UUID stand the events of the service itself, for keys that serve all tenants.',
  })
  @ApiProblems(400)
  async list(
    @Param('tenantId', IdPipe) tenantId: string,
    @Query() { limit, cursor, type, ...filter }: AuditEventQueryDto,
  ): Promise<AuditEventPageDto> {
    if (tenantId !== SERVICE_TENANT) await this.tenants.get(tenantId);
    return this.cursors.page(`audit-events of ${tenantId}`, { limit, cursor }, (page) =>
      this.search.list(tenantId, { ...filter, types: type }, page),
    );
  }

  @OtherMethods()
  @Roles('auditor')
  otherMethods(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD');
  }
}
