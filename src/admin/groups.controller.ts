import { Body, Get, Param, Patch, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { DirectoryGroupsService } from '../directory/directory-groups.service.js';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { GroupProtection } from '../provisioning/group-protection.service.js';
import { AdminController } from './admin-controller.js';
import type { Administrator } from './administrator.js';
import { ApiProblems } from './api-problems.js';
import { Caller } from './caller.decorator.js';
import { Cursors } from './cursors.js';
import { GroupDto, GroupMemberPageDto, GroupMemberQueryDto, GroupPageDto, ProtectGroupDto } from './dto/groups.dto.js';
import { PageQueryDto } from './dto/page-query.dto.js';
import { IdPipe } from './id.pipe.js';
import { Problem } from './problem.js';
import { Roles } from './roles.decorator.js';

@AdminController('tenants/:tenantId/groups', 'Groups')
export class GroupsController {
  constructor(
    private readonly groups: DirectoryGroupsService,
    private readonly protection: GroupProtection,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Roles('auditor')
  @ApiOperation({ summary: 'List groups, newest first' })
  @ApiProblems(400)
  list(@Param('tenantId', IdPipe) tenantId: string, @Query() query: PageQueryDto): Promise<GroupPageDto> {
    return this.cursors.page(`groups of ${tenantId}`, query, (page) => this.groups.list(tenantId, page));
  }

  @Get(':groupId')
  @Roles('auditor')
  @ApiOperation({ summary: 'Read a group' })
  get(@Param('tenantId', IdPipe) tenantId: string, @Param('groupId', IdPipe) id: string): Promise<GroupDto> {
    return this.groups.get(tenantId, id);
  }

  @Get(':groupId/members')
  @Roles('auditor')
  @ApiOperation({ summary: 'List the members of a group, the users in all groups in it, or who has not come yet' })
  @ApiProblems(400)
  members(
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('groupId', IdPipe) id: string,
    @Query() { effective = false, pending = false, ...query }: GroupMemberQueryDto,
  ): Promise<GroupMemberPageDto> {
    if (effective && pending) throw eitherOr();
    const name = `members of ${tenantId} ${id} ${effective} ${pending}`;
    return pending
      ? this.cursors.page(name, query, (page) => this.groups.pendingMembers(tenantId, id, page))
      : this.cursors.page(name, query, (page) => this.groups.members(tenantId, id, effective, page));
  }

  @Patch(':groupId')
  @Roles('owner')
  @ApiOperation({ summary: 'Protect a group: SCIM cannot change its externalId then (owner)' })
  @ApiProblems(400)
  protect(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('groupId', IdPipe) id: string,
    @Body() { protected: isProtected }: ProtectGroupDto,
  ): Promise<GroupDto> {
    return this.protection.protect(by, tenantId, id, isProtected);
  }

  @OtherMethods()
  @Roles('auditor')
  otherMethodsOfList(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD');
  }

  @OtherMethods(':groupId')
  @Roles('auditor')
  otherMethods(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD, PATCH');
  }

  @OtherMethods(':groupId/members')
  @Roles('auditor')
  otherMethodsOfMembers(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD');
  }
}

function eitherOr(): Problem {
  return Problem.invalid([{ parameter: 'pending', detail: 'Ask for effective or for pending members, not for both.' }]);
}
