import { Body, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, getSchemaPath } from '@nestjs/swagger';
import type { Response } from 'express';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { ErasureService } from '../offboarding/erasure.service.js';
import { PersonExportService } from '../offboarding/person-export.service.js';
import { AdminController } from './admin-controller.js';
import type { Administrator } from './administrator.js';
import { ApiProblems } from './api-problems.js';
import { Caller } from './caller.decorator.js';
import { AuditEventDto } from './dto/audit-events.dto.js';
import { EraseUserDto } from './dto/users.dto.js';
import { IdPipe } from './id.pipe.js';
import { personFile } from './person-file.js';
import { Roles } from './roles.decorator.js';
import { sendFile } from './send-file.js';

const OBJECTS = { type: 'array', items: { type: 'object', additionalProperties: true } } as const;

/** What an export holds. */
const RECORDS = {
  type: 'object',
  properties: {
    directoryUser: { type: 'object', additionalProperties: true },
    scimUsers: OBJECTS,
    memberships: OBJECTS,
    pendingMemberships: OBJECTS,
    conflicts: OBJECTS,
    events: { type: 'array', items: { $ref: getSchemaPath(AuditEventDto) } },
  },
} as const;

/** What is kept about a person: handed out, and removed for good. */
@AdminController('tenants/:tenantId/users/:userId', 'People')
export class PersonDataController {
  constructor(
    private readonly exports: PersonExportService,
    private readonly erasure: ErasureService,
  ) {}

  @Get('export')
  @Roles('auditor')
  @ApiOperation({ summary: 'Download all that is kept about a person, events about them included' })
  @ApiOkResponse({ content: { 'application/json': { schema: RECORDS } } })
  async export(
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('userId', IdPipe) id: string,
    @Res() res: Response,
  ): Promise<void> {
    const file = { name: `user-${id}.json`, contentType: 'application/json; charset=utf-8' };
    await sendFile(res, file, personFile(await this.exports.export(tenantId, id)));
  }

  @Post('erase')
  @HttpCode(204)
  @Roles('owner')
  @ApiOperation({
    summary: 'Remove a person for good, with the words of all events about them (owner)',
    description: 'An identity provider that still knows the person brings a newcomer with its next push.',
  })
  @ApiProblems(400)
  erase(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('userId', IdPipe) id: string,
    @Body() { confirm }: EraseUserDto,
  ): Promise<void> {
    return this.erasure.erase(by, tenantId, id, confirm);
  }

  @OtherMethods('export')
  @Roles('auditor')
  otherMethodsOfExport(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD');
  }

  @OtherMethods('erase')
  @Roles('auditor')
  otherMethodsOfErase(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'POST');
  }
}
