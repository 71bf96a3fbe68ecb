import { Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, getSchemaPath } from '@nestjs/swagger';
import type { Response } from 'express';
import { AuditSearch } from '../audit/audit-search.js';
import { AuditVerifier } from '../audit/audit-verifier.js';
import { SERVICE_TENANT } from '../audit/service-tenant.js';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { TenantsService } from '../tenants/tenants.service.js';
import { AdminController } from './admin-controller.js';
import { ApiProblems } from './api-problems.js';
import { AuditEventDto } from './dto/audit-events.dto.js';
import { AuditExportQueryDto, AuditVerdictDto, AuditVerifyQueryDto } from './dto/audit-log.dto.js';
import { EVENT_FORMATS } from './event-formats.js';
import { IdPipe } from './id.pipe.js';
import { Roles } from './roles.decorator.js';
import { sendEvents } from './send-events.js';
import { untilClosed } from './until-closed.js';
import { headOf, verdictOf } from './verdict.js';

const EXPORTS = {
  'application/x-ndjson': { schema: { $ref: getSchemaPath(AuditEventDto) } },
  'text/csv': { schema: { type: 'string' } },
};

/** The event log as a whole: taken along, and proven. */
@AdminController('tenants/:tenantId/audit-events', 'Event log')
export class AuditLogController {
  constructor(
    private readonly search: AuditSearch,
    private readonly verifier: AuditVerifier,
    private readonly tenants: TenantsService,
  ) {}

  @Get('export')
  @Roles('auditor')
  @ApiOperation({
    summary: 'Download the event log, oldest first',
    description: 'What happens after the start is left out.',
  })
  @ApiOkResponse({ content: EXPORTS })
  @ApiProblems(400)
  async export(
    @Param('tenantId', IdPipe) tenantId: string,
    @Query() { format = 'ndjson', type, ...filter }: AuditExportQueryDto,
    @Res() res: Response,
  ): Promise<void> {
    await this.assertTenant(tenantId);
    const events = this.search.all(tenantId, { ...filter, types: type });
    await sendEvents(res, EVENT_FORMATS[format], `audit-events-${tenantId}.${format}`, events);
  }

  @Post('verify')
  @HttpCode(200)
  @Roles('auditor')
  @ApiOperation({
    summary: 'Prove that the event log is as it was written',
    description:
      'Names the first event or checkpoint that was changed, removed, added or moved. Events of erased people and months that are past ' +
      'their time are gone and remain provable. Reads the whole log.',
  })
  @ApiProblems(400)
  async verify(
    @Param('tenantId', IdPipe) tenantId: string,
    @Query() { head }: AuditVerifyQueryDto,
    @Res({ passthrough: true }) res: Response,
  ): Promise<AuditVerdictDto> {
    await this.assertTenant(tenantId);
    return verdictOf(await this.verifier.verify(tenantId, headOf(head), untilClosed(res)));
  }

  @OtherMethods('export')
  @Roles('auditor')
  otherMethodsOfExport(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD');
  }

  @OtherMethods('verify')
  @Roles('auditor')
  otherMethodsOfVerify(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'POST');
  }

  private async assertTenant(tenantId: string): Promise<void> {
    if (tenantId !== SERVICE_TENANT) await this.tenants.get(tenantId);
  }
}
