import { Injectable } from '@nestjs/common';
import { ScimBodyPipe } from '../edge/scim-body.pipe.js';
import type { ParsedPatch } from '../kernel/patch/operation.js';
import { parsePatch } from '../kernel/patch/parse-patch.js';
import { type Member, membersOf } from '../kernel/resource/parse-members.js';
import { parseResource } from '../kernel/resource/parse-resource.js';
import type { Received } from '../kernel/resource/resource.js';
import type { ScimContext } from '../scim-context.js';

/** A group as a POST or PUT brings it: its members apart, none where the body does not mention them. */
export interface ReceivedGroup extends Received {
  readonly members: readonly Member[];
}

/** The body of POST and PUT `/Groups`. @throws ScimError 400 `invalidSyntax`, `invalidValue`, 413 `tooMany` */
@Injectable()
export class ScimGroupPipe extends ScimBodyPipe<ReceivedGroup> {
  protected parse({ resourceTypes, tolerance }: ScimContext, body: unknown): ReceivedGroup {
    return { ...parseResource(resourceTypes.Group, body, tolerance), members: membersOf(body, tolerance) ?? [] };
  }
}

/** The body of PATCH `/Groups/{id}`. @throws ScimError 400 `invalidSyntax`, 413 `tooMany` */
@Injectable()
export class ScimGroupPatchPipe extends ScimBodyPipe<ParsedPatch> {
  protected parse({ resourceTypes, tolerance }: ScimContext, body: unknown): ParsedPatch {
    return parsePatch(resourceTypes.Group, body, tolerance);
  }
}
