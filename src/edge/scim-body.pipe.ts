import type { PipeTransform } from '@nestjs/common';
import type { ScimContext } from '../scim-context.js';
import { contextOf } from './context-of.js';
import { readBody } from './read-body.js';
import type { Rereadable } from './rereadable.js';
import type { ScimRequest } from './scim-request.js';

/**
 * The door of a request's body: what comes in is `unknown`, what comes out is canonical SCIM, and nobody checks again. A pipe
 * extends it for each kind of body and is named in `@ScimBody(Pipe)`. It sees the connection, whose tolerance and schemas
 * decide what is accepted. The body is read here, behind the guard; it is read once more where its connection's settings change before
 * the change is written.
 */
export abstract class ScimBodyPipe<T extends object> implements PipeTransform<ScimRequest, Promise<Rereadable<T>>> {
  async transform(request: ScimRequest): Promise<Rereadable<T>> {
    const context = contextOf(request);
    return this.read(context, await readBody(request, context.tolerance.limits));
  }

  /** The same of a body that came in another one. @throws ScimError for one that this connection may not send */
  read(context: ScimContext, body: unknown): Rereadable<T> {
    return { under: (ctx) => this.parse(ctx, body), ...this.parse(context, body) };
  }

  /** @throws ScimError for a body that this connection may not send. */
  protected abstract parse(context: ScimContext, body: unknown): T;
}
