import { Injectable } from '@nestjs/common';
import { ScimBodyPipe } from '../edge/scim-body.pipe.js';
import type { ParsedPatch } from '../kernel/patch/operation.js';
import { parsePatch } from '../kernel/patch/parse-patch.js';
import { parseResource } from '../kernel/resource/parse-resource.js';
import type { Received } from '../kernel/resource/resource.js';
import type { ScimContext } from '../scim-context.js';

/** The body of POST and PUT `/Users`. @throws ScimError 400 `invalidSyntax`, `invalidValue` */
@Injectable()
export class ScimUserPipe extends ScimBodyPipe<Received> {
  protected parse({ resourceTypes, tolerance }: ScimContext, body: unknown): Received {
    return parseResource(resourceTypes.User, body, tolerance);
  }
}

/** The body of PATCH `/Users/{id}`. @throws ScimError 400 `invalidSyntax`, 413 `tooMany` */
@Injectable()
export class ScimUserPatchPipe extends ScimBodyPipe<ParsedPatch> {
  protected parse({ resourceTypes, tolerance }: ScimContext, body: unknown): ParsedPatch {
    return parsePatch(resourceTypes.User, body, tolerance);
  }
}
