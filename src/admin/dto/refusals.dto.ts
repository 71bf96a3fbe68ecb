import type { RefusalReason } from '../../tokens/refusal-reason.js';

/** Refused requests that are alike. */
export class RefusalDto {
  id: string;
  /** What the 401 does not tell. */
  reason: RefusalReason;
  sourceAddress: string;
  /** The token that was presented, where it is one of this tenant. */
  tokenId: string | null;
  /** Of the last one; the server's log says more under it. */
  requestId: string;
  occurrences: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

/** Refusals, the latest first. */
export class RefusalPageDto {
  items: RefusalDto[];
  /** Null on the last page. */
  nextCursor: string | null;
}
