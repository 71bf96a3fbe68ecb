import { Get, Inject, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { ScimController } from '../edge/scim-controller.js';
import { ScimOperation } from '../edge/scim-operation.decorator.js';
import { type ScimReply, scimReply } from '../edge/scim-reply.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import type { ListResponse } from '../kernel/message/list-response.js';
import { ScimOptionalTokenGuard } from '../tokens/scim-optional-token.guard.js';
import { AskedScope } from './asked-scope.decorator.js';
import type { Description } from './description.js';
import type { DiscoveryScope } from './discovery-scope.js';
import { findResourceType, listResourceTypes } from './resource-types.js';
import { findSchema, listSchemas } from './schemas.js';
import { serviceProviderConfig } from './service-provider-config.js';

/** `/ServiceProviderConfig`, `/ResourceTypes` and `/Schemas` of RFC 7644 §4, for anyone; with a token, that connection's own. */
@ScimController('', ScimOptionalTokenGuard)
export class DiscoveryController {
  constructor(@Inject(SETTINGS) private readonly settings: InboundScimSettings) {}

  @Get('ServiceProviderConfig')
  @ScimOperation('What this service can do')
  serviceProviderConfig(@AskedScope() scope: DiscoveryScope, @Res() res: Response): void {
    answer(res, serviceProviderConfig(scope, this.settings.limits));
  }

  @Get('ResourceTypes')
  @ScimOperation('The kinds of resources')
  resourceTypes(@AskedScope() scope: DiscoveryScope, @Res() res: Response): void {
    answerList(res, listResourceTypes(scope));
  }

  @Get('ResourceTypes/:name')
  @ScimOperation('One kind of resource', { refusals: [404] })
  resourceType(@AskedScope() scope: DiscoveryScope, @Param('name') name: string, @Res() res: Response): void {
    answer(res, findResourceType(scope, name));
  }

  @Get('Schemas')
  @ScimOperation('The schemas, with a token those of its connection')
  schemas(@AskedScope() scope: DiscoveryScope, @Res() res: Response): void {
    answerList(res, listSchemas(scope));
  }

  @Get('Schemas/:urn')
  @ScimOperation('One schema', { refusals: [404] })
  schema(@AskedScope() scope: DiscoveryScope, @Param('urn') urn: string, @Res() res: Response): void {
    answer(res, findSchema(scope, urn));
  }

  @OtherMethods(['ServiceProviderConfig', 'ResourceTypes', 'ResourceTypes/:name', 'Schemas', 'Schemas/:urn'])
  otherMethods(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD');
  }
}

function answer(response: Response, body: Description): void {
  replyTo(response).ok({ body, location: body.meta.location });
}

function answerList(response: Response, body: ListResponse): void {
  replyTo(response).list(body);
}

/** A cache must not hand one connection's schemas to another, nor to someone without a token. */
function replyTo(response: Response): ScimReply {
  return scimReply(response.vary('Authorization'));
}
