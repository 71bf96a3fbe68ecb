import { All, applyDecorators } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { Response } from 'express';
import { ScimError } from '../kernel/error/scim-error.js';

/**
 * The route for every method that no handler above it takes; so it stands last in its class. It is behind the guard like the
 * others, and no part of the OpenAPI document.
 *
 * ```ts
 * @OtherMethods(':id')
 * otherMethods(@Res({ passthrough: true }) res: Response): void {
 *   refuseMethod(res, 'GET, HEAD, PUT, PATCH, DELETE');
 * }
 * ```
 */
export function OtherMethods(path: string | string[] = ''): MethodDecorator {
  return applyDecorators(All(path), ApiExcludeEndpoint());
}

/**
 * Names the methods that there are (RFC 9110 §15.5.6).
 *
 * @throws ScimError 405, always.
 */
export function refuseMethod(response: Response, allowed: string): never {
  response.setHeader('Allow', allowed);
  throw ScimError.methodNotAllowed(`This path answers ${allowed}.`);
}
