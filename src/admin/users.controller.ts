import { Body, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { DirectoryUsersService } from '../directory/directory-users.service.js';
import { ExplanationsService } from '../directory/explanations.service.js';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { PeopleAdministration } from '../provisioning/people-administration.service.js';
import { AdminController } from './admin-controller.js';
import type { Administrator } from './administrator.js';
import { ApiProblems } from './api-problems.js';
import { Caller } from './caller.decorator.js';
import { Cursors } from './cursors.js';
import { ExplainedAttributeDto, ExplanationDto } from './dto/explanation.dto.js';
import { CreateUserDto, UpdateUserDto, UserAttributeDto, UserDto, UserPageDto, UserQueryDto } from './dto/users.dto.js';
import { IdPipe } from './id.pipe.js';
import { Roles } from './roles.decorator.js';

@AdminController('tenants/:tenantId/users', 'People')
@ApiExtraModels(UserAttributeDto, ExplainedAttributeDto)
export class UsersController {
  constructor(
    private readonly users: DirectoryUsersService,
    private readonly administration: PeopleAdministration,
    private readonly explanations: ExplanationsService,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Roles('auditor')
  @ApiOperation({ summary: 'List people, newest first, by address, status, identity provider, or how a name begins' })
  @ApiProblems(400)
  list(
    @Param('tenantId', IdPipe) tenantId: string,
    @Query() { limit, cursor, ...filter }: UserQueryDto,
  ): Promise<UserPageDto> {
    return this.cursors.page(`users of ${tenantId} ${JSON.stringify(filter)}`, { limit, cursor }, (page) =>
      this.users.list(tenantId, filter, page),
    );
  }

  @Get(':userId')
  @Roles('auditor')
  @ApiOperation({ summary: 'Read a person, with everything that each identity provider sent' })
  get(@Param('tenantId', IdPipe) tenantId: string, @Param('userId', IdPipe) id: string): Promise<UserDto> {
    return this.users.get(tenantId, id);
  }

  @Post()
  @Roles('admin')
  @ApiOperation({ summary: 'Make a person before any push (protected: owner)' })
  @ApiProblems(400, 409)
  create(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Body() user: CreateUserDto,
  ): Promise<UserDto> {
    return this.administration.create(by, tenantId, user);
  }

  @Patch(':userId')
  @Roles('admin')
  @ApiOperation({
    summary: 'Set an administrator’s own values of a person (protected: owner)',
    description:
      'Where identity providers have the last word on a field (its `authority`), the next push that changes the person replaces the value.',
  })
  @ApiProblems(400)
  update(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('userId', IdPipe) id: string,
    @Body() change: UpdateUserDto,
  ): Promise<UserDto> {
    return this.administration.update(by, tenantId, id, change);
  }

  @Post(':userId/deactivate')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({ summary: 'Keep a person out, whatever identity providers say from now on' })
  deactivate(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('userId', IdPipe) id: string,
  ): Promise<UserDto> {
    return this.administration.deactivate(by, tenantId, id);
  }

  @Post(':userId/reactivate')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({ summary: 'Take that word back; `statusReason` says what else keeps the person out' })
  reactivate(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('userId', IdPipe) id: string,
  ): Promise<UserDto> {
    return this.administration.reactivate(by, tenantId, id);
  }

  @Get(':userId/explain')
  @Roles('auditor')
  @ApiOperation({ summary: 'Say who set what of a person, by which event, and what stands in the way of a change' })
  explain(@Param('tenantId', IdPipe) tenantId: string, @Param('userId', IdPipe) id: string): Promise<ExplanationDto> {
    return this.explanations.explain(tenantId, id);
  }

  @OtherMethods()
  @Roles('auditor')
  otherMethodsOfList(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD, POST');
  }

  @OtherMethods(':userId')
  @Roles('auditor')
  otherMethods(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD, PATCH');
  }

  @OtherMethods([':userId/deactivate', ':userId/reactivate'])
  @Roles('auditor')
  otherMethodsOfActs(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'POST');
  }

  @OtherMethods(':userId/explain')
  @Roles('auditor')
  otherMethodsOfExplain(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD');
  }
}
