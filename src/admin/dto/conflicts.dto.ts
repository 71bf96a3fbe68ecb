import { ArrayMaxSize, ArrayMinSize, IsIn, IsUUID } from 'class-validator';
import type { ConflictKind } from '../../directory/conflict.js';
import { CONFLICT_STATES, type ConflictState, type Resolution, RESOLUTIONS } from '../../directory/conflict.entity.js';
import { Optional } from './optional.js';
import { PageQueryDto } from './page-query.dto.js';

/** Conflicts that one request settles at most. */
export const MAX_RESOLVED_CONFLICTS = 200;

/** Which conflicts are wanted. */
export class ConflictQueryDto extends PageQueryDto {
  /** Without it those of every state. */
  @Optional()
  @IsIn(CONFLICT_STATES)
  state?: 'open' | 'resolved' | 'closed';
}

/** How a conflict is settled. */
export class ResolveConflictDto {
  /**
   * `link`: both are one person; about an address at once, about names with the next POST of that pair. `release`: the holder is retired as
   * by DELETE. `keep_apart`: they are two, and nobody is held for it. `dismiss`: seen.
   */
  @IsIn(RESOLUTIONS)
  resolution: 'link' | 'release' | 'keep_apart' | 'dismiss';
}

/** How many conflicts are settled, all in the same way. */
export class ResolveConflictsDto extends ResolveConflictDto {
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_RESOLVED_CONFLICTS)
  @IsUUID('all', { each: true })
  ids: string[];
}

/** One side of a conflict, as far as it is known. */
export class ConflictPartyDto {
  scimUserId?: string;
  scimGroupId?: string;
  directoryUserId?: string;
  identityProviderId?: string;
  userName?: string;
  displayName?: string;
  externalId?: string;
  email?: string;
}

/** Two claims that cannot both hold. */
export class ConflictDto {
  id: string;
  identityProviderId: string;
  /** What both claim. */
  attribute: string;
  kind: ConflictKind;
  /** What was pushed. */
  incoming: ConflictPartyDto;
  /** Who has it. */
  existing: ConflictPartyDto;
  /** `closed`: its cause went away by itself. */
  state: ConflictState;
  resolution: Resolution | null;
  resolvedBy: string | null;
  resolvedAt: Date | null;
  /** However often the client tried, it is one conflict. */
  occurrences: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

/** Conflicts, newest first. */
export class ConflictPageDto {
  items: ConflictDto[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** What became of one of many. */
export class SettledConflictDto {
  id: string;
  state?: ConflictState;
  /** Why it could not be settled so. */
  problem?: string;
}

/** What became of each. */
export class SettledConflictsDto {
  items: SettledConflictDto[];
}
