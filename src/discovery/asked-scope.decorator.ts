import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { DiscoveryScopePipe } from './discovery-scope.pipe.js';

/** What the request may see: `@AskedScope() scope: DiscoveryScope`. */
export function AskedScope(): ParameterDecorator {
  return requestForPipe(DiscoveryScopePipe);
}

const requestForPipe = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<unknown>(),
);
