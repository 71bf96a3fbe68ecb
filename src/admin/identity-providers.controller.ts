import { Body, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { IdentityProvidersService } from '../tenants/identity-providers.service.js';
import { AdminController } from './admin-controller.js';
import type { Administrator } from './administrator.js';
import { ApiProblems } from './api-problems.js';
import { Caller } from './caller.decorator.js';
import { Cursors } from './cursors.js';
import {
  CreateIdentityProviderDto,
  IdentityProviderDto,
  IdentityProviderPageDto,
  UpdateIdentityProviderDto,
} from './dto/identity-providers.dto.js';
import { PageQueryDto } from './dto/page-query.dto.js';
import { IdPipe } from './id.pipe.js';
import { Roles } from './roles.decorator.js';

@AdminController('tenants/:tenantId/identity-providers', 'Identity providers')
export class IdentityProvidersController {
  constructor(
    private readonly identityProviders: IdentityProvidersService,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @Roles('admin')
  @ApiOperation({ summary: 'Make an identity provider, with a base URL of its own' })
  @ApiProblems(400, 409)
  create(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Body() identityProvider: CreateIdentityProviderDto,
  ): Promise<IdentityProviderDto> {
    return this.identityProviders.create(by, tenantId, identityProvider);
  }

  @Get()
  @Roles('auditor')
  @ApiOperation({ summary: 'List the identity providers, in the tenant’s order' })
  @ApiProblems(400)
  list(@Param('tenantId', IdPipe) tenantId: string, @Query() query: PageQueryDto): Promise<IdentityProviderPageDto> {
    return this.cursors.page(`identity-providers of ${tenantId}`, query, (page) =>
      this.identityProviders.list(tenantId, page),
    );
  }

  @Get(':identityProviderId')
  @Roles('auditor')
  @ApiOperation({ summary: 'Read an identity provider' })
  get(
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('identityProviderId', IdPipe) id: string,
  ): Promise<IdentityProviderDto> {
    return this.identityProviders.get(tenantId, id);
  }

  @Patch(':identityProviderId')
  @Roles('admin')
  @ApiOperation({ summary: 'Change the settings of an identity provider (domains and trustEmail: owner)' })
  @ApiProblems(400, 409)
  update(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('identityProviderId', IdPipe) id: string,
    @Body() change: UpdateIdentityProviderDto,
  ): Promise<IdentityProviderDto> {
    return this.identityProviders.update(by, tenantId, id, change);
  }

  @OtherMethods()
  @Roles('auditor')
  otherMethodsOfList(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD, POST');
  }

  @OtherMethods(':identityProviderId')
  @Roles('auditor')
  otherMethods(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD, PATCH, DELETE');
  }
}
