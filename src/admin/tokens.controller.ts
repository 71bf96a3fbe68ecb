import { Body, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { TokensService } from '../tokens/tokens.service.js';
import { AdminController } from './admin-controller.js';
import type { Administrator } from './administrator.js';
import { ApiProblems } from './api-problems.js';
import { Caller } from './caller.decorator.js';
import { Cursors } from './cursors.js';
import { PageQueryDto } from './dto/page-query.dto.js';
import { CreateTokenDto, MintedTokenDto, TokenPageDto } from './dto/tokens.dto.js';
import { IdPipe } from './id.pipe.js';
import { Roles } from './roles.decorator.js';

@AdminController('tenants/:tenantId/identity-providers/:identityProviderId/tokens', 'Tokens')
export class TokensController {
  constructor(
    private readonly tokens: TokensService,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @Roles('owner')
  @ApiOperation({ summary: 'Mint a bearer token; its plaintext is shown only here, only once (owner)' })
  @ApiProblems(400, 409)
  mint(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('identityProviderId', IdPipe) identityProviderId: string,
    @Body() token: CreateTokenDto,
  ): Promise<MintedTokenDto> {
    return this.tokens.mint(by, tenantId, identityProviderId, token);
  }

  @Get()
  @Roles('auditor')
  @ApiOperation({ summary: 'List the tokens with their state and last use, newest first' })
  @ApiProblems(400)
  list(
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('identityProviderId', IdPipe) identityProviderId: string,
    @Query() query: PageQueryDto,
  ): Promise<TokenPageDto> {
    return this.cursors.page(`tokens of ${tenantId} ${identityProviderId}`, query, (page) =>
      this.tokens.list(tenantId, identityProviderId, page),
    );
  }

  @Delete(':tokenId')
  @HttpCode(204)
  @Roles('owner')
  @ApiOperation({ summary: 'Revoke a token at once (owner)' })
  revoke(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('identityProviderId', IdPipe) identityProviderId: string,
    @Param('tokenId', IdPipe) tokenId: string,
  ): Promise<void> {
    return this.tokens.revoke(by, tenantId, identityProviderId, tokenId);
  }

  @OtherMethods()
  @Roles('auditor')
  otherMethodsOfList(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD, POST');
  }

  @OtherMethods(':tokenId')
  @Roles('auditor')
  otherMethods(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'DELETE');
  }
}
