import { Inject, Injectable } from '@nestjs/common';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { CURSOR_TIMEOUT_S } from '../kernel/message/list-query.js';
import { ScimError } from '../kernel/error/scim-error.js';
import { SignedCursors } from '../signed-cursors.js';
import type { Place } from './place.js';

/** How far a client has come in a list. */
export interface Walk {
  /** After which row it goes on. */
  readonly place: Place;
  /** How many there were when it began: counting them again would cost each page what the first one costs. */
  readonly total: number;
}

/** Cursors of SCIM lists (RFC 9865), for {@link CURSOR_TIMEOUT_S}; each belongs to one query of one connection. */
@Injectable()
export class ListCursors {
  private readonly cursors: SignedCursors;

  constructor(@Inject(SETTINGS) private readonly settings: InboundScimSettings) {
    this.cursors = new SignedCursors(settings.auditKey.secret, 'inbound-scim list cursor');
  }

  /** `scope` says which query it is. */
  write(scope: string, { place, total }: Walk): string {
    const expires = this.now() + CURSOR_TIMEOUT_S * 1_000;
    const held: Held = [expires, total, place.at, place.id, place.sorted];
    return this.cursors.write(scope, JSON.stringify(held));
  }

  /** @throws ScimError `invalidCursor` for one that was not given out for this query, `expiredCursor` */
  read(scope: string, cursor: string): Walk {
    const text = cursor.length > MAX_CURSOR_LENGTH ? undefined : this.cursors.read(scope, cursor);
    if (text === undefined) throw ScimError.invalidCursor(NOT_OF_THIS_LIST);
    const [expires, total, at, id, sorted] = JSON.parse(text) as Held;
    if (expires < this.now()) throw ScimError.expiredCursor(TOO_OLD);
    return { place: { at, id, sorted }, total };
  }

  private now(): number {
    return this.settings.clock().getTime();
  }
}

type Held = readonly [expires: number, total: number, at: string, id: string, sorted: string | null];

/** Longer ones are not made: of what is sorted by they hold 256 characters. */
const MAX_CURSOR_LENGTH = 4_096;

const NOT_OF_THIS_LIST = 'The cursor was not given out for this query; begin again with an empty one.';
const TOO_OLD = `The cursor is older than ${CURSOR_TIMEOUT_S} s; begin again with an empty one.`;
