import { Body, Delete, Get, Headers, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { AttributePreviewService } from '../attributes/attribute-preview.service.js';
import { AttributeValuesService } from '../attributes/attribute-values.service.js';
import { AttributesService } from '../attributes/attributes.service.js';
import type { TaggedSetting } from '../attributes/setting-view.js';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { AdminController } from './admin-controller.js';
import type { Administrator } from './administrator.js';
import { ApiProblems } from './api-problems.js';
import { Caller } from './caller.decorator.js';
import {
  AttributeDto,
  AttributePageDto,
  AttributePreviewDto,
  ChangedValuesDto,
  PreviewAttributeDto,
  PutAttributeDto,
} from './dto/attributes.dto.js';
import { IdPipe } from './id.pipe.js';
import { Roles } from './roles.decorator.js';

const IF_MATCH = { name: 'If-Match', required: false, description: 'The ETag it was read with; another is 412.' };

@AdminController('tenants/:tenantId/attributes', 'Attributes')
export class AttributesController {
  constructor(
    private readonly attributes: AttributesService,
    private readonly previews: AttributePreviewService,
    private readonly values: AttributeValuesService,
  ) {}

  @Get()
  @Roles('auditor')
  @ApiOperation({ summary: 'List every field with its setting: the catalogue, then the tenant’s own keys' })
  async list(@Param('tenantId', IdPipe) tenantId: string): Promise<AttributePageDto> {
    return { items: await this.attributes.list(tenantId), nextCursor: null };
  }

  @Post('preview')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({ summary: 'Try a setting: what a backfill would do under it to the stored data; changes nothing' })
  @ApiProblems(400)
  preview(
    @Param('tenantId', IdPipe) tenantId: string,
    @Body() { key, ...change }: PreviewAttributeDto,
  ): Promise<AttributePreviewDto> {
    return this.previews.preview(tenantId, key, change);
  }

  @Get(':key')
  @Roles('auditor')
  @ApiOperation({ summary: 'Read the setting of a field, with its ETag' })
  async get(
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('key') key: string,
    @Res({ passthrough: true }) res: Response,
  ): Promise<AttributeDto> {
    return tagged(res, await this.attributes.get(tenantId, key));
  }

  @Put(':key')
  @Roles('admin')
  @ApiOperation({
    summary: 'Change the setting of a field, or make a key of the tenant’s own; it fills nothing by itself',
  })
  @ApiHeader(IF_MATCH)
  @ApiProblems(400, 409, 412)
  async put(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('key') key: string,
    @Body() change: PutAttributeDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) res: Response,
  ): Promise<AttributeDto> {
    return tagged(res, await this.attributes.put(by, tenantId, key, change, ifMatch));
  }

  @Delete(':key')
  @HttpCode(204)
  @Roles('admin')
  @ApiOperation({ summary: 'Take a key of the tenant’s own away, with its values' })
  @ApiHeader(IF_MATCH)
  @ApiProblems(409, 412, 503)
  remove(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('key') key: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    return this.attributes.remove(by, tenantId, key, ifMatch);
  }

  @Post(':key/backfill')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({ summary: 'Fill a mirrored field from what was received before; goes on where it was broken off' })
  @ApiProblems(409, 503)
  backfill(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('key') key: string,
  ): Promise<ChangedValuesDto> {
    return this.values.backfill(by, tenantId, key);
  }

  @Post(':key/scrub')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({ summary: 'Clear what was mirrored into a field that is mirrored no more' })
  @ApiProblems(409, 503)
  scrub(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('key') key: string,
  ): Promise<ChangedValuesDto> {
    return this.values.scrub(by, tenantId, key);
  }

  @OtherMethods()
  @Roles('auditor')
  otherMethodsOfList(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD');
  }

  @OtherMethods(['preview', ':key/backfill', ':key/scrub'])
  @Roles('auditor')
  otherMethodsOfActs(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'POST');
  }

  @OtherMethods(':key')
  @Roles('auditor')
  otherMethods(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD, PUT, DELETE');
  }
}

function tagged(res: Response, { setting, etag }: TaggedSetting): AttributeDto {
  res.setHeader('ETag', etag);
  return setting;
}
