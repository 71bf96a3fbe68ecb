import { Body, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { ConflictsService } from '../provisioning/conflicts.service.js';
import { AdminController } from './admin-controller.js';
import type { Administrator } from './administrator.js';
import { ApiProblems } from './api-problems.js';
import { Caller } from './caller.decorator.js';
import { Cursors } from './cursors.js';
import {
  ConflictDto,
  ConflictPageDto,
  ConflictQueryDto,
  ResolveConflictDto,
  ResolveConflictsDto,
  SettledConflictsDto,
} from './dto/conflicts.dto.js';
import { IdPipe } from './id.pipe.js';
import { Roles } from './roles.decorator.js';

@AdminController('tenants/:tenantId/conflicts', 'Conflicts')
export class ConflictsController {
  constructor(
    private readonly conflicts: ConflictsService,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Roles('auditor')
  @ApiOperation({ summary: 'List conflicts, newest first: what was pushed, and who has it' })
  @ApiProblems(400)
  list(@Param('tenantId', IdPipe) tenantId: string, @Query() query: ConflictQueryDto): Promise<ConflictPageDto> {
    const name = `conflicts of ${tenantId} ${query.state ?? ''}`;
    return this.cursors.page(name, query, (page) => this.conflicts.list(tenantId, query.state, page));
  }

  @Post('resolve')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({ summary: 'Settle many conflicts in the same way, each by itself' })
  @ApiProblems(400)
  async resolveMany(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Body() { ids, resolution }: ResolveConflictsDto,
  ): Promise<SettledConflictsDto> {
    return { items: await this.conflicts.resolveMany(by, tenantId, ids, resolution) };
  }

  @Post(':conflictId/resolve')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({
    summary: 'Settle a conflict: at once where somebody is held, with the next push where it is about names',
  })
  @ApiProblems(400, 409)
  resolve(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('conflictId', IdPipe) id: string,
    @Body() { resolution }: ResolveConflictDto,
  ): Promise<ConflictDto> {
    return this.conflicts.resolve(by, tenantId, id, resolution);
  }

  @OtherMethods()
  @Roles('auditor')
  otherMethodsOfList(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD');
  }

  @OtherMethods(['resolve', ':conflictId/resolve'])
  @Roles('auditor')
  otherMethods(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'POST');
  }
}
