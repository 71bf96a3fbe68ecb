import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AdminRequest } from './admin-request.js';
import type { Administrator } from './administrator.js';

/** Whose admin key was presented: `@Caller() by: Administrator`. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Administrator => {
  const { administrator } = context.switchToHttp().getRequest<AdminRequest>();
  if (!administrator) throw new Error('No administrator: the route is not behind the admin guard.');
  return administrator;
});
