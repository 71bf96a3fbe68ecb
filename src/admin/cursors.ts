import { Inject, Injectable } from '@nestjs/common';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { DEFAULT_LIMIT, type Page, type PageRequest, type Position } from './page.js';
import { Problem } from './problem.js';
import { SignedCursors } from '../signed-cursors.js';

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

/** Pages of the admin lists, each told by its cursor where it begins. */
@Injectable()
export class Cursors {
  private readonly cursors: SignedCursors;

  constructor(@Inject(SETTINGS) { auditKey }: InboundScimSettings) {
    this.cursors = new SignedCursors(auditKey.secret, 'inbound-scim admin cursor');
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
    return this.cursors.write(name, JSON.stringify(position));
  }

  private read(name: string, cursor: string): Position {
    const text = this.cursors.read(name, cursor);
    if (text === undefined) throw notOfThisList();
    return JSON.parse(text) as Position;
  }
}

function notOfThisList(): Problem {
  const detail = 'The cursor was not given out for this list; begin again without it.';
  return Problem.invalid([{ parameter: 'cursor', detail }]);
}
