import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { represent } from '../edge/represent.js';
import { listText } from '../kernel/message/list-text.js';
import type { ScimContext } from '../scim-context.js';
import { type Page, SearchRepository } from './search.repository.js';
import type { Searched } from './searched-type.js';

/** A page as it is answered. */
export interface ListRepresentation {
  readonly body: string;
  /** A weak entity tag of what is on it. */
  readonly version: string;
}

/** Lists of resources (RFC 7644 §3.4.2, RFC 9865), of one kind or of several. */
@Injectable()
export class ResourceLists {
  constructor(private readonly search: SearchRepository) {}

  /** One statement: the page and the total. @throws ScimError 400 `invalidFilter`, `invalidPath`, `invalidCursor`, `expiredCursor` */
  async list(ctx: ScimContext, searched: Searched): Promise<ListRepresentation> {
    const { startIndex, cursor } = searched[0].request;
    const page = await this.search.list(ctx, searched);
    const bodies = page.found.map(
      ({ searched: { type, request }, resource }) => represent(ctx, type, resource, request.projection).body,
    );
    const position = { totalResults: page.total, ...(cursor === undefined && { startIndex }) };
    return { body: listText(bodies, { nextCursor: page.nextCursor, ...position }), version: versionOf(page, bodies) };
  }
}

/** The cursor is left out: it is another each time. */
function versionOf({ total }: Page, bodies: readonly string[]): string {
  return `W/"${hash('sha256', `${total} ${bodies.join()}`, 'base64url').slice(0, 27)}"`;
}
