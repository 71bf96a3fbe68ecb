import { Body, Delete, Get, HttpCode, Param, Put, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { SchemaExtensionsService } from '../tenants/schema-extensions.service.js';
import { AdminController } from './admin-controller.js';
import type { Administrator } from './administrator.js';
import { ApiProblems } from './api-problems.js';
import { Caller } from './caller.decorator.js';
import { Cursors } from './cursors.js';
import { PageQueryDto } from './dto/page-query.dto.js';
import { PutSchemaDto, SchemaDto, SchemaPageDto } from './dto/schemas.dto.js';
import { IdPipe } from './id.pipe.js';
import { Roles } from './roles.decorator.js';

@AdminController('tenants/:tenantId/identity-providers/:identityProviderId/schemas', 'Schemas')
export class SchemasController {
  constructor(
    private readonly schemas: SchemaExtensionsService,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Roles('auditor')
  @ApiOperation({ summary: 'List the schemas that were added to the standard ones' })
  @ApiProblems(400)
  list(
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('identityProviderId', IdPipe) identityProviderId: string,
    @Query() query: PageQueryDto,
  ): Promise<SchemaPageDto> {
    return this.cursors.page(`schemas of ${tenantId} ${identityProviderId}`, query, (page) =>
      this.schemas.list(tenantId, identityProviderId, page),
    );
  }

  @Get(':urn')
  @Roles('auditor')
  @ApiOperation({ summary: 'Read a schema that was added' })
  get(
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('identityProviderId', IdPipe) identityProviderId: string,
    @Param('urn') urn: string,
  ): Promise<SchemaDto> {
    return this.schemas.get(tenantId, identityProviderId, urn);
  }

  @Put(':urn')
  @Roles('admin')
  @ApiOperation({
    summary: 'Add a schema or change it: at once in discovery, filters, PATCH and as a source of mirrored attributes',
  })
  @ApiOkResponse({ type: SchemaDto, description: 'Changed, or as it was.' })
  @ApiCreatedResponse({ type: SchemaDto, description: 'Added, or shown again.' })
  @ApiProblems(400, 409)
  async put(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('identityProviderId', IdPipe) identityProviderId: string,
    @Param('urn') urn: string,
    @Body() schema: PutSchemaDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SchemaDto> {
    const { extension, isNew } = await this.schemas.put(by, tenantId, identityProviderId, urn, schema);
    response.status(isNew ? 201 : 200);
    return extension;
  }

  @Delete(':urn')
  @HttpCode(204)
  @Roles('admin')
  @ApiOperation({ summary: 'Remove a schema; its values are kept and not shown, until it is put again' })
  remove(
    @Caller() by: Administrator,
    @Param('tenantId', IdPipe) tenantId: string,
    @Param('identityProviderId', IdPipe) identityProviderId: string,
    @Param('urn') urn: string,
  ): Promise<void> {
    return this.schemas.remove(by, tenantId, identityProviderId, urn);
  }

  @OtherMethods()
  @Roles('auditor')
  otherMethodsOfList(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD');
  }

  @OtherMethods(':urn')
  @Roles('auditor')
  otherMethods(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD, PUT, DELETE');
  }
}
