import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { resourceId } from './resource-id.js';

/** The resource's id from the route's `:id`, or the 404: `@ScimId() id: string`. */
export const ScimId = createParamDecorator((_: unknown, context: ExecutionContext) =>
  resourceId(String(context.switchToHttp().getRequest<Request>().params['id'])),
);
