import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { DEFAULT_LIMIT, type Page, type PageRequest, type Position } from './page.js';
import { Problem } from './problem.js';

/** A list as it is answered; `nextCursor` is null on the last page. */
export interface CursorPage<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/** What a client asks of a list. */
export interface CursorQuery {
  /** Without it `DEFAULT_LIMIT`. */
  readonly limit?: number;
  readonly cursor?: string;
}

/** Longer cursors are not made here. */
export const MAX_CURSOR_LENGTH = 1_024;

const MAC_BYTES = 16;

/**
 * Cursors are opaque and signed with a key of their own, derived from the event log's: a client can neither read a position into
 * one nor bring one of another list.
 */
@Injectable()
export class Cursors {
  private readonly key: Buffer;

  constructor(@Inject(SETTINGS) { auditKey }: InboundScimSettings) {
    this.key = Buffer.from(hkdfSync('sha256', auditKey.secret, '', 'inbound-scim admin cursor', 32));
  }

  /**
   * The page of the list `name` (its path, say) that the query asks for.
   *
   * @throws Problem 400 for a cursor that was not given out for this list
   */
  async page<T>(
    name: string,
    { limit = DEFAULT_LIMIT, cursor }: CursorQuery,
    read: (request: PageRequest) => Promise<Page<T>>,
  ): Promise<CursorPage<T>> {
    const after = cursor === undefined ? undefined : this.read(name, cursor);
    const { items, next } = await read({ limit, after });
    return { items: [...items], nextCursor: next ? this.write(name, next) : null };
  }

  private write(name: string, position: Position): string {
    const text = JSON.stringify(position);
    return Buffer.concat([this.macOf(name, text), Buffer.from(text)]).toString('base64url');
  }

  private read(name: string, cursor: string): Position {
    const bytes = Buffer.from(cursor, 'base64url');
    const mac = bytes.subarray(0, MAC_BYTES);
    const text = bytes.subarray(MAC_BYTES).toString();
    // Decoding skips what is no base64url: written again it must be the same.
    if (bytes.toString('base64url') !== cursor) throw notOfThisList();
    if (mac.length < MAC_BYTES || !timingSafeEqual(mac, this.macOf(name, text))) throw notOfThisList();
    return JSON.parse(text) as Position;
  }

  private macOf(name: string, text: string): Buffer {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([name, text]))
      .digest()
      .subarray(0, MAC_BYTES);
  }
}

function notOfThisList(): Problem {
  const detail = 'The cursor was not given out for this list; begin again without it.';
  return Problem.invalid([{ parameter: 'cursor', detail }]);
}
