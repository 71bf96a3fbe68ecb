import { createParamDecorator, type ExecutionContext, type Type } from '@nestjs/common';
import type { ScimBodyPipe } from './scim-body.pipe.js';
import type { ScimRequest } from './scim-request.js';

/** The body as the given pipe understands it: `@ScimBody(ScimUserPipe) user: ScimUser`. */
export function ScimBody(pipe: Type<ScimBodyPipe<object>>): ParameterDecorator {
  return requestForPipe(pipe);
}

/** A decorator's own factory cannot wait for the body; the pipe behind it can. */
const requestForPipe = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<ScimRequest>(),
);
