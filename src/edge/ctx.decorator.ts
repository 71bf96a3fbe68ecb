import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { contextOf } from './context-of.js';

/** The `ScimContext` that the guard made of the token: `@Ctx() ctx: ScimContext`. */
export const Ctx = createParamDecorator((_: unknown, context: ExecutionContext) =>
  contextOf(context.switchToHttp().getRequest()),
);
