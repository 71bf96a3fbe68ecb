import { Body, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { AdminController } from './admin-controller.js';
import { AdminKeysService } from './admin-keys.service.js';
import type { Administrator } from './administrator.js';
import { ApiProblems } from './api-problems.js';
import { Caller } from './caller.decorator.js';
import { Cursors } from './cursors.js';
import { AdminKeyPageDto, CreateAdminKeyDto, MintedAdminKeyDto } from './dto/admin-keys.dto.js';
import { PageQueryDto } from './dto/page-query.dto.js';
import { IdPipe } from './id.pipe.js';
import { Roles } from './roles.decorator.js';

@AdminController('keys', 'Admin keys')
export class AdminKeysController {
  constructor(
    private readonly keys: AdminKeysService,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @Roles('owner')
  @ApiOperation({ summary: 'Make an admin key; its plaintext is shown only here, only once (owner)' })
  @ApiProblems(400)
  mint(@Caller() by: Administrator, @Body() key: CreateAdminKeyDto): Promise<MintedAdminKeyDto> {
    return this.keys.mint(by, key);
  }

  @Get()
  @Roles('owner')
  @ApiOperation({ summary: 'List the admin keys that the key may see, newest first (owner)' })
  @ApiProblems(400)
  list(@Caller() by: Administrator, @Query() query: PageQueryDto): Promise<AdminKeyPageDto> {
    return this.cursors.page('keys', query, (page) => this.keys.list(by, page));
  }

  @Delete(':keyId')
  @HttpCode(204)
  @Roles('owner')
  @ApiOperation({ summary: 'Revoke an admin key at once (owner)' })
  @ApiProblems(409)
  revoke(@Caller() by: Administrator, @Param('keyId', IdPipe) keyId: string): Promise<void> {
    return this.keys.revoke(by, keyId);
  }

  @OtherMethods()
  @Roles('auditor')
  otherMethodsOfList(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD, POST');
  }

  @OtherMethods(':keyId')
  @Roles('auditor')
  otherMethods(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'DELETE');
  }
}
