import { Injectable } from '@nestjs/common';
import { ScimBodyPipe } from '../edge/scim-body.pipe.js';
import { searchParameters } from '../kernel/message/search-body.js';
import type { ScimContext } from '../scim-context.js';

/** The body of a POST to `.search`, as query parameters. @throws ScimError 400 `invalidSyntax`, `invalidValue` */
@Injectable()
export class ScimSearchPipe extends ScimBodyPipe<{ readonly parameters: URLSearchParams }> {
  protected parse(_: ScimContext, body: unknown): { readonly parameters: URLSearchParams } {
    return { parameters: searchParameters(body) };
  }
}
