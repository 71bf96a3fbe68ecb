import { Injectable } from '@nestjs/common';
import { ScimBodyPipe } from '../edge/scim-body.pipe.js';
import { type BulkRequest, parseBulkRequest } from '../kernel/message/bulk-request.js';
import type { ScimContext } from '../scim-context.js';

/** The body of a POST to `/Bulk`. @throws ScimError 400 `invalidSyntax`, `invalidValue`, 413 `tooMany` */
@Injectable()
export class BulkPipe extends ScimBodyPipe<BulkRequest> {
  protected parse({ tolerance }: ScimContext, body: unknown): BulkRequest {
    return parseBulkRequest(body, tolerance.limits);
  }
}
