import type { PipeTransform } from '@nestjs/common';
import type { ScimContext } from '../scim-context.js';
import { contextOf } from './context-of.js';
import { readBody } from './read-body.js';
import type { ScimRequest } from './scim-request.js';

/**
 * The door of a request's body: what comes in is `unknown`, what comes out is canonical SCIM, and nobody checks again. A pipe
 * extends it for each kind of body and is named in `@ScimBody(Pipe)`. It sees the connection, whose tolerance and schemas
 * decide what is accepted. The body is read here, behind the guard.
 */
export abstract class ScimBodyPipe<T> implements PipeTransform<ScimRequest, Promise<T>> {
  async transform(request: ScimRequest): Promise<T> {
    const context = contextOf(request);
    return this.parse(context, await readBody(request));
  }

  /** @throws ScimError for a body that this connection may not send. */
  protected abstract parse(context: ScimContext, body: unknown): T;
}
