import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { scimQuery } from './scim-query.js';

/** The query parameters: `@ScimQuery() query: URLSearchParams`. */
export const ScimQuery = createParamDecorator((_: unknown, context: ExecutionContext) =>
  scimQuery(context.switchToHttp().getRequest<Request>().originalUrl),
);
