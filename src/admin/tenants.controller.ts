import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { TenantsService } from '../tenants/tenants.service.js';
import { AdminController } from './admin-controller.js';
import type { Administrator } from './administrator.js';
import { ApiProblems } from './api-problems.js';
import { Caller } from './caller.decorator.js';
import { Cursors } from './cursors.js';
import { PageQueryDto } from './dto/page-query.dto.js';
import { CreateTenantDto, EraseTenantQueryDto, TenantDto, TenantPageDto, UpdateTenantDto } from './dto/tenants.dto.js';
import { IdPipe } from './id.pipe.js';
import { Roles } from './roles.decorator.js';

@AdminController('tenants', 'Tenants')
export class TenantsController {
  constructor(
    private readonly tenants: TenantsService,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @Roles('owner')
  @ApiOperation({ summary: 'Make a tenant (owner, of all tenants)' })
  @ApiProblems(400, 409)
  create(@Caller() by: Administrator, @Body() tenant: CreateTenantDto): Promise<TenantDto> {
    return this.tenants.create(by, tenant);
  }

  @Get()
  @Roles('auditor')
  @ApiOperation({ summary: 'List the tenants that the key may see, by subdomain' })
  @ApiProblems(400)
  list(@Caller() by: Administrator, @Query() query: PageQueryDto): Promise<TenantPageDto> {
    return this.cursors.page('tenants', query, (page) => this.tenants.list(by, page));
  }

  @Get(':tenantId')
  @Roles('auditor')
  @ApiOperation({ summary: 'Read a tenant' })
  get(@Param('tenantId', IdPipe) tenantId: string): Promise<TenantDto> {
    return this.tenants.get(tenantId);
  }

  @Patch(':tenantId')
  @Roles('owner')
  @ApiOperation({ summary: 'Rename a tenant (owner)' })
  @ApiProblems(400, 409)
  update(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Body() change: UpdateTenantDto,
  ): Promise<TenantDto> {
    return this.tenants.update(by, tenantId, change);
  }

  @Delete(':tenantId')
  @HttpCode(204)
  @Roles('owner')
  @ApiOperation({ summary: 'Erase a tenant with all that is kept for it (owner)' })
  @ApiProblems(400, 409)
  erase(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Query() { confirm }: EraseTenantQueryDto,
  ): Promise<void> {
    return this.tenants.erase(by, tenantId, confirm);
  }

  @OtherMethods()
  @Roles('auditor')
  otherMethodsOfList(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD, POST');
  }

  @OtherMethods(':tenantId')
  @Roles('auditor')
  otherMethods(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD, PATCH, DELETE');
  }
}
